package io.voronka.model.count;

import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.evaluation.Attempt;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Outcome;
import io.voronka.model.event.PropertyPath;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Items;
import io.voronka.model.time.Calendar;
import java.util.ArrayList;
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
  private final List<PropertyPath> breakdowns;

  public FunnelFigures(Funnel funnel) {
    this.funnel = funnel.key();
    this.calendar = funnel.calendar();
    this.stages = funnel.definition().stages().size();
    this.breakdowns = funnel.definition().breakdowns().stream().map(PropertyPath::of).toList();
  }

  /**
   * Adds what changed in the live figures when the person's attempts went from before to after.
   * Only periods in which an attempt changed are looked at.
   */
  public void difference(Attempts before, Attempts after, Held held, FigureChanges into) {
    var starts = Attempts.changedStarts(before, after);
    if (starts.isEmpty()) {
      return;
    }
    addAll(before.in(Long.MIN_VALUE, Long.MAX_VALUE), -1, held, into);
    addAll(after.in(Long.MIN_VALUE, Long.MAX_VALUE), 1, held, into);
    for (var granularity : SERIES) {
      for (var period : periods(granularity, starts)) {
        if (held.holds(period, calendar)) {
          long end = period.endMillis(calendar);
          addPeriod(period, before.in(period.startMillis(), end), -1, into);
          addPeriod(period, after.in(period.startMillis(), end), 1, into);
        }
      }
    }
  }

  private Set<Bucket> periods(Granularity granularity, Iterable<Long> starts) {
    var periods = new LinkedHashSet<Bucket>();
    starts.forEach(start -> periods.add(Bucket.of(granularity, start, calendar)));
    return periods;
  }

  private void addAll(@Nullable Outcome outcome, int sign, Held held, FigureChanges into) {
    if (outcome != null) {
      addReached(Segment.EVERYBODY, outcome, sign, into);
      addTimes(outcome.speaking(), sign, into);
      addDeadline(outcome, sign, held, into);
      addSegment(outcome, sign, into);
    }
  }

  private void addPeriod(Bucket period, @Nullable Outcome outcome, int sign, FigureChanges into) {
    if (outcome != null) {
      var bucket = Cells.seriesBucket(period, calendar);
      var key = new TallyKey(funnel, bucket, Segment.EVERYBODY, Page.SERIES);
      int entry = Cells.series(period, 0, calendar);
      for (int stage = 0; stage < outcome.depth(); stage++) {
        into.add(key, entry + stage, sign);
      }
    }
  }

  /**
   * Adds the person to an answer over a range, kept under {@link Bucket#ALL}, and to its series.
   *
   * @param attempts of the timeline cut at {@code asOfMillis}
   * @param fromMillis included
   * @param toMillis excluded
   * @param series null for no series
   */
  public void addRange(
      Attempts attempts,
      long fromMillis,
      long toMillis,
      long asOfMillis,
      @Nullable Granularity series,
      FigureChanges into) {
    var outcome = attempts.in(fromMillis, toMillis);
    if (outcome == null) {
      return;
    }
    addReached(Segment.EVERYBODY, outcome, 1, into);
    addTimes(outcome.speaking(), 1, into);
    if (outcome.depth() < stages && outcome.deadlineMillis() >= asOfMillis) {
      into.add(key(Segment.EVERYBODY, Page.COUNTS), Cells.pending(outcome.depth()), 1);
    }
    addSegment(outcome, 1, into);
    if (series != null) {
      addSeries(attempts, fromMillis, toMillis, series, into);
    }
  }

  private void addSeries(
      Attempts attempts, long fromMillis, long toMillis, Granularity series, FigureChanges into) {
    var starts =
        attempts.list().stream()
            .map(Attempt::startMillis)
            .filter(start -> start >= fromMillis && start < toMillis)
            .toList();
    for (var period : periods(series, starts)) {
      long from = Math.max(period.startMillis(), fromMillis);
      long to = Math.min(period.endMillis(calendar), toMillis);
      addPeriod(period, attempts.in(from, to), 1, into);
    }
  }

  private void addReached(Segment segment, Outcome outcome, int sign, FigureChanges into) {
    var key = key(segment, Page.COUNTS);
    for (int stage = 0; stage < outcome.depth(); stage++) {
      into.add(key, Cells.reached(stage), sign);
    }
  }

  private void addSegment(Outcome outcome, int sign, FigureChanges into) {
    if (!breakdowns.isEmpty()) {
      addReached(segmentOf(outcome), outcome, sign, into);
    }
  }

  private void addTimes(Attempt chain, int sign, FigureChanges into) {
    var counts = key(Segment.EVERYBODY, Page.COUNTS);
    for (int stage = 1; stage < chain.depth(); stage++) {
      long fromPrevious = chain.reachedMillis()[stage] - chain.reachedMillis()[stage - 1];
      long fromFirst = chain.reachedMillis()[stage] - chain.startMillis();
      into.add(counts, Cells.millisFromPrevious(stage), sign * fromPrevious);
      into.add(counts, Cells.millisFromFirst(stage), sign * fromFirst);
      addTime(stage, false, fromPrevious, sign, into);
      addTime(stage, true, fromFirst, sign, into);
    }
  }

  private void addTime(int stage, boolean fromFirst, long millis, int sign, FigureChanges into) {
    int bin = TimeBins.binOf(millis);
    var page = Cells.timesPage(stage, fromFirst, bin);
    into.add(key(Segment.EVERYBODY, page), Cells.timesCell(bin), sign);
  }

  private void addDeadline(Outcome outcome, int sign, Held held, FigureChanges into) {
    var page = Cells.deadlinePage(outcome.deadlineMillis());
    if (outcome.depth() < stages && held.holds(page)) {
      into.add(
          key(Segment.EVERYBODY, page),
          Cells.deadlineCell(outcome.depth(), outcome.deadlineMillis()),
          sign);
    }
  }

  private Segment segmentOf(Outcome outcome) {
    var values = new ArrayList<@Nullable PropertyValue>(breakdowns.size());
    for (var path : breakdowns) {
      var value = path.in(outcome.speaking().entry().properties());
      // Lists and objects are no groups: equal ones can be written in many ways.
      values.add(value instanceof Items || value instanceof Fields ? null : value);
    }
    return new Segment(values);
  }

  private TallyKey key(Segment segment, Page page) {
    return new TallyKey(funnel, Bucket.ALL, segment, page);
  }
}
