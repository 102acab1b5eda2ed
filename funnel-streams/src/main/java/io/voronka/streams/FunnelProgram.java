package io.voronka.streams;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.FunnelFigures;
import io.voronka.model.count.Held;
import io.voronka.model.definition.Condition;
import io.voronka.model.definition.Funnel;
import io.voronka.model.evaluation.Evaluator;
import java.util.List;

/**
 * A funnel made ready to run. Thread-safe.
 *
 * @param funnel the definition
 * @param evaluator finds attempts
 * @param figures turns attempts into figures
 */
record FunnelProgram(Funnel funnel, Evaluator evaluator, FunnelFigures figures)
    implements LiveFigures {

  static FunnelProgram of(Funnel funnel) {
    return of(funnel, List.of());
  }

  /** Makes one whose attempts will be asked for conditions on their entries. */
  static FunnelProgram of(Funnel funnel, List<Condition> where) {
    return new FunnelProgram(
        funnel, new Evaluator(funnel.definition(), where), new FunnelFigures(funnel));
  }

  @Override
  public boolean isTouchedBy(PersonChange change) {
    for (var entry : change.touched()) { // of nearly every event, so without a stream
      if (entry.isEvent()
          ? evaluator.isTouchedBy(entry.event())
          : evaluator.isTouchedByStatements()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void change(PersonChange change, Held held, FigureChanges into, Steps steps) {
    var attempts = evaluator.growth(change.before(), change.after());
    figures.difference(attempts.before(), attempts.after(), held, into);
    steps.attempts(funnel, change, attempts.before(), attempts.after());
  }

  @Override
  public void tell(PersonChange change, Listener listener) {
    var attempts = evaluator.growth(change.before(), change.after());
    listener.attempts(funnel, change, attempts.before(), attempts.after());
  }

  @Override
  public void retire(PersonChange change, Held held, FigureChanges into, Steps steps) {
    var before = evaluator.attempts(change.before());
    var after = evaluator.attempts(change.after());
    figures.retire(before, after, held, into);
    // Of whom nothing is left the figures stay as they were, and so does what was told.
    if (!after.list().isEmpty()) {
      steps.retired(funnel, change, before, after);
    }
  }
}
