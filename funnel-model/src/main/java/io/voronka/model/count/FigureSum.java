package io.voronka.model.count;

import io.voronka.model.count.FunnelReport.Group;
import io.voronka.model.count.FunnelReport.Period;
import io.voronka.model.count.StageReport.Seconds;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.time.Calendar;
import io.voronka.model.timeline.SessionRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a report from the figures of one funnel: add the pages that belong to it, then ask. Pages
 * of live figures and of answers from timelines are read alike. Mutable, not thread-safe.
 */
public final class FigureSum {

  /** Groups of a breakdown that are listed; the people of the smallest of more become "other". */
  public static final int MAX_GROUPS = 25;

  private final FunnelDefinition definition;
  private final Calendar calendar;
  private final Granularity series;
  private final long asOfMillis;
  private final int stages;
  private final Counters counts = new Counters();
  private final TimeBins[] fromPrevious;
  private final TimeBins[] fromFirst;
  private final TreeMap<Bucket, Counters> periods =
      new TreeMap<>(Comparator.comparingLong(Bucket::startMillis));
  private final Map<Segment, Counters> segments = new LinkedHashMap<>();
  private final long windowMillis;

  /** By stage, how long those who are in time have waited. */
  private final Waits[] waiting;

  /**
   * Starts from nothing.
   *
   * @param series which periods the report lists
   * @param asOfMillis the moment at which people count as pending or dropped and periods as mature
   */
  public FigureSum(Funnel funnel, Granularity series, long asOfMillis) {
    this.definition = funnel.definition();
    this.calendar = funnel.calendar();
    this.series = series;
    this.asOfMillis = asOfMillis;
    this.stages = definition.stages().size();
    this.windowMillis = definition.window().longestMillis(SessionRule.DEFAULT.longest());
    this.waiting = new Waits[stages];
    Arrays.setAll(waiting, stage -> new Waits());
    this.fromPrevious = emptyBins(stages);
    this.fromFirst = emptyBins(stages);
  }

  private static TimeBins[] emptyBins(int stages) {
    var bins = new TimeBins[stages];
    Arrays.setAll(bins, stage -> new TimeBins());
    return bins;
  }

  /** Adds a page; periods of another length than the report's are passed over. */
  public void add(TallyKey key, Counters page) {
    if (!key.segment().equals(Segment.EVERYBODY)) {
      segments.computeIfAbsent(key.segment(), absent -> new Counters()).plus(page, 1);
    } else if (key.page().kind() == Page.Kind.SERIES) {
      addToSeries(key.bucket(), page);
    } else {
      addToTotal(key.page(), page);
    }
  }

  private void addToSeries(Bucket bucket, Counters page) {
    page.forEach(
        (cell, count) -> {
          var period = Cells.seriesPeriod(bucket, cell, calendar);
          if (period.granularity() == series) {
            periods
                .computeIfAbsent(period, absent -> new Counters())
                .add(Cells.reached(Cells.seriesStage(cell)), count);
          }
        });
  }

  private void addToTotal(Page page, Counters values) {
    switch (page.kind()) {
      case COUNTS -> counts.plus(values, 1);
      case TIMES -> {
        var bins = Cells.isFromFirst(page) ? fromFirst : fromPrevious;
        values.forEach(
            (cell, count) ->
                bins[Cells.stageOfTimes(page)].add(Cells.binOfTimes(page, cell), count));
      }
      case DEADLINES ->
          values.forEach(
              (cell, count) -> {
                if (Cells.endOfDeadline(page, cell) >= asOfMillis) {
                  addWaiting(page, cell, count);
                }
              });
      case WAITING -> values.forEach((cell, count) -> addWaiting(page, cell, count));
      case SERIES -> throw new IllegalArgumentException("a series is no part of the total");
    }
  }

  private void addWaiting(Page page, int cell, long count) {
    double left = WaitingTime.leftMillis(Cells.sinceOfDeadline(cell), windowMillis);
    double waited = asOfMillis - (Cells.endOfDeadline(page, cell) - left);
    waiting[Cells.stageOfDeadline(cell)].add(Math.max(0, waited), count);
  }

  /**
   * Reads the report.
   *
   * @param breakdown names of the definition's breakdowns to split by; empty for no split
   */
  public FunnelReport report(List<String> breakdown) {
    return new FunnelReport(stageReports(), periods(), groups(breakdown));
  }

  private List<StageReport> stageReports() {
    var reports = new ArrayList<StageReport>(stages);
    int previous = -1; // the last required stage
    for (int stage = 0; stage < stages; stage++) {
      reports.add(stageReport(stage, previous));
      previous = isOptional(stage) ? previous : stage;
    }
    return List.copyOf(reports);
  }

  private StageReport stageReport(int stage, int previous) {
    long reached = reached(stage);
    boolean last = stage == stages - 1;
    long advanced = last ? 0 : advanced(stage);
    long pending = last ? 0 : waiting[stage].people();
    var definitionOf = definition.stages().get(stage);
    return new StageReport(
        definitionOf.name(),
        reached,
        last ? null : advanced,
        last ? null : pending,
        last ? null : reached - advanced - pending,
        stage == 0 ? null : share(reached, reached(previous)),
        share(reached, reached(0)),
        last || isOptional(stage) || reached == 0
            ? null
            : Projection.of(reached, fromPrevious[requiredAfter(stage)], waiting[stage]),
        seconds(fromPrevious[stage], Cells.millisFromPrevious(stage), stage),
        seconds(fromFirst[stage], Cells.millisFromFirst(stage), stage),
        fromPrevious[stage].spans(),
        definitionOf.value() == null
            ? null
            : counts.get(Cells.valueUnits(stage)) + counts.get(Cells.valueNanos(stage)) / 1e9,
        counts.get(Cells.valuesUnread(stage)),
        definitionOf.target());
  }

  private boolean isOptional(int stage) {
    return definition.stages().get(stage).optional();
  }

  private int requiredAfter(int stage) {
    int required = stage + 1;
    while (isOptional(required)) {
      required++;
    }
    return required;
  }

  private long reached(int stage) {
    return counts.get(Cells.reached(stage));
  }

  private long advanced(int stage) {
    return isOptional(stage) ? counts.get(Cells.advanced(stage)) : reached(requiredAfter(stage));
  }

  private static @Nullable Double share(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }

  private Seconds seconds(TimeBins bins, int sumCell, int stage) {
    long reached = counts.get(Cells.reached(stage));
    if (stage == 0 || reached == 0) {
      return Seconds.NONE;
    }
    return new Seconds(
        bins.medianSeconds(), bins.quantileSeconds(0.9), counts.get(sumCell) / 1000.0 / reached);
  }

  private List<Period> periods() {
    var list = new ArrayList<Period>(periods.size());
    periods.forEach(
        (bucket, figures) -> {
          boolean mature = bucket.endMillis(calendar) + windowMillis <= asOfMillis;
          list.add(new Period(bucket, reached(figures), mature));
        });
    return list;
  }

  /**
   * Returns how many people of one group reached each stage, however many groups there are.
   *
   * @param breakdown names of the definition's breakdowns
   * @param group a value for each of them
   */
  public List<Long> reached(List<String> breakdown, Segment group) {
    return reached(byValues(breakdown).getOrDefault(group, new Counters()));
  }

  private Map<Segment, Counters> byValues(List<String> breakdown) {
    var chosen = breakdown.stream().map(definition.breakdowns()::indexOf).toList();
    var byValues = new LinkedHashMap<Segment, Counters>();
    segments.forEach(
        (segment, figures) -> {
          var values = new ArrayList<@Nullable PropertyValue>();
          chosen.forEach(index -> values.add(segment.values().get(index)));
          byValues.computeIfAbsent(new Segment(values), absent -> new Counters()).plus(figures, 1);
        });
    return byValues;
  }

  private List<Group> groups(List<String> breakdown) {
    if (breakdown.isEmpty()) {
      return List.of();
    }
    var groups = new ArrayList<Group>();
    byValues(breakdown)
        .forEach((segment, figures) -> groups.add(new Group(segment, reached(figures))));
    groups.removeIf(group -> group.reached().get(0) == 0);
    groups.sort(
        Comparator.comparingLong((Group group) -> -group.reached().get(0))
            .thenComparing(group -> group.segment().toString()));
    return groups.size() <= MAX_GROUPS ? groups : withOther(groups);
  }

  private List<Group> withOther(List<Group> groups) {
    var listed = new ArrayList<>(groups.subList(0, MAX_GROUPS));
    var other = new long[stages];
    for (var group : groups.subList(MAX_GROUPS, groups.size())) {
      Arrays.setAll(other, stage -> other[stage] + group.reached().get(stage));
    }
    listed.add(new Group(Segment.EVERYBODY, Arrays.stream(other).boxed().toList()));
    return listed;
  }

  private List<Long> reached(Counters figures) {
    return IntStream.range(0, stages).mapToObj(stage -> figures.get(Cells.reached(stage))).toList();
  }
}
