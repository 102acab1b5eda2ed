package io.voronka.wire;

import io.voronka.model.explore.FlowLink;
import io.voronka.model.explore.FlowQuestion;
import io.voronka.model.explore.Flows;
import java.util.List;

/**
 * Asks for flows between events.
 *
 * @param project whose people
 * @param flow which flows
 * @param partitions to look into
 */
public record PathsQuestion(String project, FlowQuestion flow, List<Integer> partitions)
    implements PartitionQuestion<PathsQuestion> {

  public static final String PATH = "/internal/paths";

  @Override
  public PathsQuestion to(List<Integer> others) {
    return new PathsQuestion(project, flow, others);
  }

  @Override
  public String path() {
    return PATH;
  }

  /** What was added up; whether there was more than is kept. */
  public record Answer(List<FlowLink> links, boolean cut) {

    /** Adds it to what others gave. */
    public void addTo(Flows sum) {
      links.forEach(sum::add);
      if (cut) {
        sum.cut();
      }
    }
  }
}
