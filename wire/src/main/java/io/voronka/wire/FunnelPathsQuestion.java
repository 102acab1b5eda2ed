package io.voronka.wire;

import io.voronka.model.count.StageState;
import io.voronka.model.explore.FlowQuestion;
import java.util.List;

/**
 * Asks what the people at a stage did from there on.
 *
 * @param of whose people
 * @param stage counted from 0
 * @param state which of those at the stage
 * @param flow how far they are followed
 */
public record FunnelPathsQuestion(
    TimelineQuestion of, int stage, StageState state, FlowQuestion flow)
    implements ReportQuestion<FunnelPathsQuestion> {

  public static final String PATH = "/internal/funnel-paths";

  @Override
  public FunnelPathsQuestion to(List<Integer> others) {
    return new FunnelPathsQuestion(of.to(others), stage, state, flow);
  }

  @Override
  public String path() {
    return PATH;
  }
}
