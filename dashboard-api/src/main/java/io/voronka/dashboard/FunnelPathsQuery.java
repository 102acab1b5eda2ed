package io.voronka.dashboard;

import io.voronka.kit.ServiceException;
import io.voronka.model.count.StageFigure;
import io.voronka.model.definition.Funnel;
import io.voronka.model.explore.FlowQuestion;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whose flows from a stage on are asked for.
 *
 * @param funnel the version that a report of the same people is of
 * @param report whose figures
 * @param figure at which stage, and how they stand there
 * @param flow how far they are followed
 * @param top how many events of each step are told apart
 */
record FunnelPathsQuery(
    Funnel funnel, ReportQuery report, StageFigure figure, FlowQuestion flow, int top) {

  private static final Set<String> KNOWN =
      Set.of("stage", "state", "from", "to", "asOf", "where", "after", "depth", "top", "repeats");

  /**
   * Reads query parameters.
   *
   * @param current the funnel's current version
   * @throws ServiceException naming every fault
   */
  static FunnelPathsQuery parse(
      Map<String, List<String>> parameters, Funnel current, SavedFunnels funnels) {
    var given = new QueryParameters(parameters, KNOWN);
    var report = given.reader().read(List.of());
    var funnel = given.form().violations().isEmpty() ? funnels.reported(current, report) : current;
    var figure = PersonsQuery.figure(given, report, funnel);
    var flow =
        new FlowQuestion(
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            null,
            null,
            given.whole("depth", 1, FlowQuestion.MAX_DEPTH, FlowQuestion.DEFAULT_DEPTH),
            PathsQuery.repeats(given));
    int top = given.whole("top", 1, PathsQuery.MAX_TOP, PathsQuery.DEFAULT_TOP);
    given.orThrow();
    return new FunnelPathsQuery(funnel, report, figure, flow, top);
  }
}
