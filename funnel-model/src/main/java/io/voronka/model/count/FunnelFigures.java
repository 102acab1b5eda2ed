package io.voronka.model.count;

import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.definition.Stage;
import io.voronka.model.evaluation.Attempt;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Outcome;
import io.voronka.model.time.Calendar;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

  private final FunnelVersion funnel;
  private final Calendar calendar;
  private final int stages;
  private final boolean hasOptional;
  private final OutcomeFigures figures;

  public FunnelFigures(Funnel funnel) {
    this.funnel = funnel.key();
    this.calendar = funnel.calendar();
    this.stages = funnel.definition().stages().size();
    this.hasOptional = funnel.definition().stages().stream().anyMatch(Stage::optional);
    this.figures = new OutcomeFigures(funnel);
  }

  /**
   * Adds what changed in the live figures when the person's attempts went from before to after.
   * Only periods in which an attempt changed are looked at.
   */
  public void difference(Attempts before, Attempts after, Held held, FigureChanges into) {
    addAll(before, -1, held, into);
    addAll(after, 1, held, into);
    for (var granularity : SERIES) {
      for (var period : periods(granularity, changedStarts(before, after))) {
        if (held.holds(period, calendar)) {
          long end = period.endMillis(calendar);
          addPeriod(period, before.in(period.startMillis(), end), -1, into);
          addPeriod(period, after.in(period.startMillis(), end), 1, into);
        }
      }
    }
  }

  private Set<Long> changedStarts(Attempts before, Attempts after) {
    if (!hasOptional) {
      return Attempts.changedStarts(before, after);
    }
    // Equal attempts may have passed different optional stages.
    var starts = new LinkedHashSet<Long>();
    before.list().forEach(attempt -> starts.add(attempt.startMillis()));
    after.list().forEach(attempt -> starts.add(attempt.startMillis()));
    return starts;
  }

  private Set<Bucket> periods(Granularity granularity, Iterable<Long> starts) {
    var periods = new LinkedHashSet<Bucket>();
    starts.forEach(start -> periods.add(Bucket.of(granularity, start, calendar)));
    return periods;
  }

  private void addAll(Attempts attempts, int sign, Held held, FigureChanges into) {
    var all = Range.allTime(Long.MIN_VALUE, Granularity.ALL);
    var outcome = attempts.in(all.fromMillis(), all.toMillis());
    if (outcome != null) {
      figures.add(outcome, figures.segmentOf(attempts, outcome, all), sign, into);
      if (!outcome.isComplete()) {
        long deadline = outcome.deadlineMillis();
        if (deadline != Long.MIN_VALUE && held.holds(Cells.deadlinePage(deadline))) {
          figures.addWaiting(outcome, deadline, Page.Kind.DEADLINES, sign, into);
        }
      }
    }
  }

  private void addPeriod(Bucket period, @Nullable Outcome outcome, int sign, FigureChanges into) {
    if (outcome != null) {
      var bucket = Cells.seriesBucket(period, calendar);
      var key = new TallyKey(funnel, bucket, Segment.EVERYBODY, Page.SERIES);
      int entry = Cells.series(period, 0, calendar);
      for (int stage = 0; stage < stages; stage++) {
        if (hasOptional ? outcome.chain().hasReached(stage) : stage < outcome.depth()) {
          into.add(key, entry + stage, sign);
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
    figures.add(outcome, figures.segmentOf(attempts, outcome, range), 1, into);
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
        addPeriod(Bucket.of(series, start, calendar), outcome, 1, into);
      }
      return;
    }
    var starts =
        attempts.list().stream()
            .filter(attempt -> range.holds(attempt.startMillis()))
            .map(Attempt::startMillis)
            .toList();
    for (var period : periods(series, starts)) {
      long from = Math.max(period.startMillis(), range.fromMillis());
      long to = Math.min(period.endMillis(calendar), range.toMillis());
      addPeriod(period, attempts.in(from, to, range::allows), 1, into);
    }
  }
}
