package io.voronka.streams;

import io.voronka.model.count.FunnelFigures;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.evaluation.Evaluator;

/**
 * A funnel made ready to run. Thread-safe.
 *
 * @param funnel the definition
 * @param evaluator finds attempts
 * @param figures turns attempts into figures
 */
record FunnelProgram(Funnel funnel, Evaluator evaluator, FunnelFigures figures) {

  static FunnelProgram of(Funnel funnel) {
    return new FunnelProgram(funnel, new Evaluator(funnel.definition()), new FunnelFigures(funnel));
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
