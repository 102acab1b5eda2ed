package io.voronka.model.count;

import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.Stage;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Outcome;
import io.voronka.model.time.Calendar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns one person's attempts at a funnel into what they add to its figures: each person once in
 * every figure. The live figures and the answers from timelines are both made here.
 *
 * <p>Live figures hold all of time in full (stages, times, deadlines, segments) and the periods of
 * every series by stage.
 */
public final class FunnelFigures {

  private static final List<Granularity> SERIES =
      List.of(
          Granularity.MINUTE,
          Granularity.HOUR,
          Granularity.DAY,
          Granularity.WEEK,
          Granularity.MONTH);

  private static final Range ALL_TIME = Range.allTime(Long.MIN_VALUE, Granularity.ALL);

  private final Calendar calendar;
  private final SeriesPeriods periods;
  private final int stages;
  private final boolean hasOptional;
  private final OutcomeFigures figures;

  public FunnelFigures(Funnel funnel) {
    this.calendar = funnel.calendar();
    this.periods = new SeriesPeriods(funnel.key(), calendar);
    this.stages = funnel.definition().stages().size();
    this.hasOptional = funnel.definition().stages().stream().anyMatch(Stage::optional);
    this.figures = new OutcomeFigures(funnel);
  }

  /**
   * Adds what changed in the live figures when the person's attempts went from before to after.
   * Only periods in which an attempt changed are looked at.
   */
  public void difference(Attempts before, Attempts after, Held held, FigureChanges into) {
    change(before, after, false, held, into);
  }

  /**
   * Adds what changes in the live figures when events leave that are older than the retention. What
   * counted the person stays as it was, frozen, unless what is left of the timeline still counts in
   * it: then it moves, so that later differences find what was added.
   *
   * @param after of the timeline that is left: what begins with the events that left is missing
   */
  public void retire(Attempts before, Attempts after, Held held, FigureChanges into) {
    change(before, after, true, held, into);
  }

  private void change(
      Attempts before, Attempts after, boolean isKept, Held held, FigureChanges into) {
    if (!isKept || !after.list().isEmpty()) {
      var was = before.in(ALL_TIME.fromMillis(), ALL_TIME.toMillis());
      var is = after.in(ALL_TIME.fromMillis(), ALL_TIME.toMillis());
      var segmentBefore = segment(before, was);
      var segmentAfter = segment(after, is);
      // Most events change nothing of what a person counts as over all of time.
      if (!segmentBefore.equals(segmentAfter) || !isSame(was, is)) {
        figures.change(was, segmentBefore, is, segmentAfter, into);
        addDeadline(was, -1, held, into);
        addDeadline(is, 1, held, into);
      }
    }
    var changed = changedStarts(before, after);
    for (var granularity : SERIES) {
      long done = held.from(granularity); // the end of the last period; before it none is held
      for (long start : changed) {
        if (start >= done) {
          var period = periods.at(granularity, start);
          done = period.endMillis();
          if (held.holds(period.bucket(), calendar)) {
            changePeriod(period, before, after, isKept, into);
          }
        }
      }
    }
  }

  private long[] changedStarts(Attempts before, Attempts after) {
    // Equal attempts may have passed different optional stages.
    return hasOptional ? Attempts.allStarts(before, after) : Attempts.changedStarts(before, after);
  }

  private Segment segment(Attempts attempts, @Nullable Outcome outcome) {
    return outcome == null ? Segment.EVERYBODY : figures.segmentOf(attempts, outcome, ALL_TIME);
  }

  private boolean isSame(@Nullable Outcome was, @Nullable Outcome is) {
    return was == null || is == null ? was == is : figures.isSame(was, is);
  }

  private void addDeadline(@Nullable Outcome outcome, int sign, Held held, FigureChanges into) {
    if (outcome != null && !outcome.isComplete()) {
      long deadline = outcome.deadlineMillis();
      if (deadline != Long.MIN_VALUE && held.holds(Cells.deadlinePage(deadline))) {
        figures.addWaiting(outcome, deadline, Page.Kind.DEADLINES, sign, into);
      }
    }
  }

  private void changePeriod(
      SeriesPeriods.Period period,
      Attempts before,
      Attempts after,
      boolean isKept,
      FigureChanges into) {
    int is = after.depthIn(period.startMillis(), period.endMillis());
    if (isKept && is == 0) {
      return;
    }
    if (hasOptional) {
      addPeriod(period, before.in(period.startMillis(), period.endMillis()), -1, into);
      addPeriod(period, after.in(period.startMillis(), period.endMillis()), 1, into);
      return;
    }
    int was = before.depthIn(period.startMillis(), period.endMillis());
    if (was != is) {
      var cells = into.at(period.key());
      for (int stage = Math.min(was, is); stage < Math.max(was, is); stage++) {
        cells.add(period.firstCell() + stage, was < is ? 1 : -1);
      }
    }
  }

  private void addPeriod(
      SeriesPeriods.Period period, @Nullable Outcome outcome, int sign, FigureChanges into) {
    if (outcome != null) {
      var cells = into.at(period.key());
      for (int stage = 0; stage < stages; stage++) {
        if (hasOptional ? outcome.chain().hasReached(stage) : stage < outcome.depth()) {
          cells.add(period.firstCell() + stage, sign);
        }
      }
    }
  }

  /**
   * Adds the person to an answer over a range, kept under {@link Bucket#ALL}, and to its series.
   *
   * @param attempts of the timeline cut at the range's {@code asOf}
   */
  public void addRange(Attempts attempts, Range range, FigureChanges into) {
    var counted = range.counted(attempts);
    counted.forEach(outcome -> addOutcome(attempts, outcome, range, into));
    if (range.series() != null && !counted.isEmpty()) {
      addSeries(attempts, counted, range, range.series(), into);
    }
  }

  private void addOutcome(Attempts attempts, Outcome outcome, Range range, FigureChanges into) {
    figures.add(outcome, figures.segmentOf(attempts, outcome, range), into);
    if (!outcome.isComplete() && StageState.isInTime(outcome, range.asOfMillis())) {
      figures.addWaiting(outcome, outcome.deadlineMillis(), Page.Kind.WAITING, 1, into);
    }
  }

  private void addSeries(
      Attempts attempts,
      List<Outcome> counted,
      Range range,
      Granularity series,
      FigureChanges into) {
    if (range.counting() == Counting.ATTEMPTS) {
      for (var outcome : counted) {
        long start = outcome.speaking().startMillis();
        addPeriod(periods.at(series, start), outcome, 1, into);
      }
      return;
    }
    long done = Long.MIN_VALUE; // the end of the last period; starts are in the order of time
    for (var attempt : attempts.list()) {
      long start = attempt.startMillis();
      if (start >= done && range.holds(start)) {
        var period = periods.at(series, start);
        done = period.endMillis();
        long from = Math.max(period.startMillis(), range.fromMillis());
        long to = Math.min(done, range.toMillis());
        addPeriod(period, attempts.in(from, to, range::allows), 1, into);
      }
    }
  }
}
