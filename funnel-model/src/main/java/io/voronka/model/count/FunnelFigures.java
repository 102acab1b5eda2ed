package io.voronka.model.count;

import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.evaluation.Attempt;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Outcome;
import io.voronka.model.event.PropertyPath;
import io.voronka.model.event.PropertyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns one person's attempts at a funnel into what they add to its figures: each person once in
 * every figure. The live figures and the answers from timelines are both made here.
 *
 * <p>Live figures hold all of time in full (stages, times, deadlines, segments), days by stage and
 * segment, and the other periods by stage.
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
  private final int stages;
  private final List<PropertyPath> breakdowns;

  public FunnelFigures(Funnel funnel) {
    this.funnel = funnel.key();
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
    difference(Bucket.ALL, before, after, held, into);
    for (var granularity : SERIES) {
      var periods = new TreeSet<Long>();
      for (long start : starts) {
        periods.add(granularity.startOf(start));
      }
      for (long period : periods) {
        var bucket = new Bucket(granularity, period);
        if (held.holds(bucket)) {
          difference(bucket, before, after, held, into);
        }
      }
    }
  }

  private void difference(
      Bucket bucket, Attempts before, Attempts after, Held held, FigureChanges into) {
    addLive(bucket, before.in(bucket.startMillis(), bucket.endMillis()), -1, held, into);
    addLive(bucket, after.in(bucket.startMillis(), bucket.endMillis()), 1, held, into);
  }

  private void addLive(
      Bucket bucket, @Nullable Outcome outcome, int sign, Held held, FigureChanges into) {
    if (outcome == null) {
      return;
    }
    boolean all = bucket.granularity() == Granularity.ALL;
    addReached(bucket, Segment.EVERYBODY, outcome, sign, into);
    if (all) {
      addTimes(outcome.speaking(), sign, into);
      addDeadline(outcome, sign, held, into);
    }
    if (!breakdowns.isEmpty() && (all || bucket.granularity() == Granularity.DAY)) {
      addReached(bucket, segmentOf(outcome), outcome, sign, into);
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
    addReached(Bucket.ALL, Segment.EVERYBODY, outcome, 1, into);
    addTimes(outcome.speaking(), 1, into);
    if (outcome.depth() < stages && outcome.deadlineMillis() >= asOfMillis) {
      into.add(key(Bucket.ALL, Segment.EVERYBODY, Page.COUNTS), Cells.pending(outcome.depth()), 1);
    }
    if (!breakdowns.isEmpty()) {
      addReached(Bucket.ALL, segmentOf(outcome), outcome, 1, into);
    }
    if (series != null) {
      addSeries(attempts, fromMillis, toMillis, series, into);
    }
  }

  private void addSeries(
      Attempts attempts, long fromMillis, long toMillis, Granularity series, FigureChanges into) {
    var periods = new TreeSet<Long>();
    for (var attempt : attempts.list()) {
      if (attempt.startMillis() >= fromMillis && attempt.startMillis() < toMillis) {
        periods.add(series.startOf(attempt.startMillis()));
      }
    }
    for (long period : periods) {
      var bucket = new Bucket(series, period);
      var outcome =
          attempts.in(Math.max(period, fromMillis), Math.min(bucket.endMillis(), toMillis));
      if (outcome != null) {
        addReached(bucket, Segment.EVERYBODY, outcome, 1, into);
      }
    }
  }

  private void addReached(
      Bucket bucket, Segment segment, Outcome outcome, int sign, FigureChanges into) {
    var key = key(bucket, segment, Page.COUNTS);
    for (int stage = 0; stage < outcome.depth(); stage++) {
      into.add(key, Cells.reached(stage), sign);
    }
  }

  private void addTimes(Attempt chain, int sign, FigureChanges into) {
    var counts = key(Bucket.ALL, Segment.EVERYBODY, Page.COUNTS);
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
    into.add(key(Bucket.ALL, Segment.EVERYBODY, page), Cells.timesCell(bin), sign);
  }

  private void addDeadline(Outcome outcome, int sign, Held held, FigureChanges into) {
    var page = Cells.deadlinePage(outcome.deadlineMillis());
    if (outcome.depth() < stages && held.holds(page)) {
      into.add(
          key(Bucket.ALL, Segment.EVERYBODY, page),
          Cells.deadlineCell(outcome.depth(), outcome.deadlineMillis()),
          sign);
    }
  }

  private Segment segmentOf(Outcome outcome) {
    var values = new ArrayList<@Nullable PropertyValue>(breakdowns.size());
    for (var path : breakdowns) {
      values.add(path.in(outcome.speaking().entry().properties()));
    }
    return new Segment(values);
  }

  private TallyKey key(Bucket bucket, Segment segment, Page page) {
    return new TallyKey(funnel, bucket, segment, page);
  }
}
