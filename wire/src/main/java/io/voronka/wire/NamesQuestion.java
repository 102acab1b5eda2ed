package io.voronka.wire;

import io.voronka.model.explore.SeenEvent;
import io.voronka.model.explore.SeenEvents;
import java.util.List;

/**
 * Asks which event names were seen.
 *
 * @param project whose events
 * @param partitions to look into
 */
public record NamesQuestion(String project, List<Integer> partitions)
    implements PartitionQuestion<NamesQuestion> {

  public static final String PATH = "/internal/names";

  @Override
  public NamesQuestion to(List<Integer> others) {
    return new NamesQuestion(project, others);
  }

  @Override
  public String path() {
    return PATH;
  }

  /** The names; whether there were more than are kept. */
  public record Answer(List<SeenEvent> names, boolean cut) {

    /** Adds them to what others gave. */
    public void addTo(SeenEvents sum) {
      names.forEach(sum::add);
      if (cut) {
        sum.cut();
      }
    }
  }
}
