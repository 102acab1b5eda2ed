package io.voronka.streams;

import io.voronka.model.count.FunnelFigures;
import io.voronka.model.definition.Condition;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.evaluation.Evaluator;
import java.util.List;

/**
 * A funnel made ready to run. Thread-safe.
 *
 * @param funnel the definition
 * @param evaluator finds attempts
 * @param figures turns attempts into figures
 */
record FunnelProgram(Funnel funnel, Evaluator evaluator, FunnelFigures figures) {

  static FunnelProgram of(Funnel funnel) {
    return of(funnel, List.of());
  }

  /** Makes one whose attempts will be asked for conditions on their entries. */
  static FunnelProgram of(Funnel funnel, List<Condition> where) {
    return new FunnelProgram(
        funnel, new Evaluator(funnel.definition(), where), new FunnelFigures(funnel));
  }

  FunnelVersion key() {
    return funnel.key();
  }

  boolean isOf(String project) {
    return key().project().equals(project);
  }

  /** Whether the other is an earlier or later version of this one's funnel. */
  boolean isVersionOf(FunnelVersion other) {
    return isOf(other.project()) && key().funnel().equals(other.funnel());
  }
}
