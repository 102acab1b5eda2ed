package io.voronka.model.count;

import io.voronka.model.definition.Funnel;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Outcome;
import io.voronka.model.event.PropertyValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the people behind a figure: those, and only those, whom a report of the same range counts
 * there. Immutable.
 */
public final class FigurePeople {

  private final Range range;
  private final StageFigure figure;
  private final int stages;
  private final OutcomeFigures figures;
  private final List<Integer> breakdown;

  /**
   * Prepares a list.
   *
   * @throws IllegalArgumentException if the funnel has no such figure
   */
  public FigurePeople(Funnel funnel, Range range, StageFigure figure) {
    var definition = funnel.definition();
    this.range = range;
    this.figure = figure;
    this.stages = definition.stages().size();
    this.figures = new OutcomeFigures(funnel);
    this.breakdown = figure.breakdown().stream().map(definition.breakdowns()::indexOf).toList();
    boolean isLast = figure.stage() == stages - 1;
    if (figure.stage() < 0
        || figure.stage() >= stages
        || isLast && figure.state() != StageState.REACHED
        || breakdown.contains(-1)) {
      throw new IllegalArgumentException("no figure of this funnel: " + figure);
    }
  }

  /**
   * Returns how a person stands there: at most once, or of attempts as often as there are any; in
   * the order of the entries.
   *
   * @param attempts of the timeline cut at the range's {@code asOf}
   */
  public List<Standing> of(Attempts attempts) {
    var found = new ArrayList<Standing>();
    for (var outcome : range.counted(attempts)) {
      if (outcome.chain().hasReached(figure.stage())) {
        var standing = standing(attempts, outcome);
        if ((figure.state() == StageState.REACHED || figure.state() == standing.state())
            && (figure.group() == null || figure.group().equals(standing.group()))) {
          found.add(standing);
        }
      }
    }
    return found;
  }

  private Standing standing(Attempts attempts, Outcome outcome) {
    int stage = figure.stage();
    var state = StageState.at(outcome, stage, range.asOfMillis());
    long deadline = state == StageState.ADVANCED ? Long.MIN_VALUE : outcome.deadlineMillis();
    return new Standing(
        outcome.speaking().entry(),
        outcome.chain(),
        outcome.chain().reachedMillis(stage),
        outcome.depth(),
        stage == stages - 1 ? null : state,
        deadline == Long.MIN_VALUE ? null : (Long) deadline,
        group(attempts, outcome));
  }

  private Segment group(Attempts attempts, Outcome outcome) {
    if (breakdown.isEmpty()) {
      return Segment.EVERYBODY;
    }
    var segment = figures.segmentOf(attempts, outcome, range);
    var values = new ArrayList<@Nullable PropertyValue>(breakdown.size());
    breakdown.forEach(index -> values.add(segment.values().get(index)));
    return new Segment(values);
  }
}
