package io.voronka.model.count;

import io.voronka.model.count.SessionReport.Counts;
import io.voronka.model.count.SessionReport.Group;
import io.voronka.model.count.SessionReport.Period;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.session.SessionProperty;
import io.voronka.model.time.Calendar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a report from the figures of a project's sessions: add the pages that belong to it, then
 * ask. Pages of live figures and of answers from timelines are read alike. Mutable, not
 * thread-safe.
 */
public final class SessionSum {

  private static final double LONG_SHARE = 0.9;

  private final Calendar calendar;
  private final Granularity series;
  private final Counters counts = new Counters();
  private final TimeBins lengths = new TimeBins();
  private final TimeBins sizes = new TimeBins();
  private final TreeMap<Bucket, Counters> periods =
      new TreeMap<>(Comparator.comparingLong(Bucket::startMillis));
  private final Map<Segment, Counters> groups = new HashMap<>();

  /**
   * Starts from nothing.
   *
   * @param calendar the one that the figures were made with
   * @param series which periods the report lists
   */
  public SessionSum(Calendar calendar, Granularity series) {
    this.calendar = calendar;
    this.series = series;
  }

  /** Adds a page; periods of another length than the report's are passed over. */
  public void add(TallyKey key, Counters page) {
    if (!key.segment().equals(Segment.EVERYBODY)) {
      groups.computeIfAbsent(key.segment(), absent -> new Counters()).plus(page, 1);
      return;
    }
    switch (key.page().kind()) {
      case COUNTS -> counts.plus(page, 1);
      case TIMES -> {
        boolean areLengths = Cells.stageOfTimes(key.page()) == SessionFigures.LENGTHS;
        var bins = areLengths ? lengths : sizes;
        page.forEach((cell, count) -> bins.add(Cells.binOfTimes(key.page(), cell), count));
      }
      case SERIES -> addToSeries(key.bucket(), page);
      case DEADLINES, WAITING -> throw new IllegalArgumentException("sessions have no deadline");
    }
  }

  private void addToSeries(Bucket bucket, Counters page) {
    page.forEach(
        (cell, count) -> {
          var period = Cells.seriesPeriod(bucket, cell, calendar);
          if (period.granularity() == series) {
            periods
                .computeIfAbsent(period, absent -> new Counters())
                .add(Cells.seriesStage(cell), count);
          }
        });
  }

  /**
   * Reads the report.
   *
   * @param breakdown one of {@link SessionFigures#GROUPS}; null for none
   */
  public SessionReport report(@Nullable SessionProperty breakdown) {
    long sessions = counts.get(SessionFigures.SESSIONS);
    var seconds =
        sessions == 0
            ? StageReport.Seconds.NONE
            : new StageReport.Seconds(
                lengths.medianSeconds(),
                lengths.quantileSeconds(LONG_SHARE),
                counts.get(SessionFigures.MILLIS) / 1000.0 / sessions);
    var list = new ArrayList<Period>();
    periods.forEach((bucket, figures) -> list.add(new Period(bucket, counts(figures))));
    return new SessionReport(
        counts(counts),
        seconds,
        medianEvents(),
        sessions == 0 ? null : (double) counts.get(SessionFigures.EVENTS) / sessions,
        list,
        breakdown == null ? List.of() : groups(breakdown),
        groups(SessionProperty.LANDING),
        groups(SessionProperty.EXIT));
  }

  /** Bins hold numbers of events as they hold milliseconds; a median is a whole or a half one. */
  private @Nullable Double medianEvents() {
    var median = sizes.medianSeconds();
    return median == null ? null : Math.round(median * 1000 * 2) / 2.0;
  }

  private static Counts counts(Counters figures) {
    return new Counts(
        figures.get(SessionFigures.SESSIONS),
        figures.get(SessionFigures.PERSONS),
        figures.get(SessionFigures.BOUNCES));
  }

  private List<Group> groups(SessionProperty property) {
    var found = new ArrayList<Group>();
    groups.forEach(
        (segment, figures) -> {
          if (new Text(property.text()).equals(segment.values().get(0))) {
            found.add(new Group(segment.values().get(1), false, counts(figures)));
          }
        });
    found.sort(
        Comparator.comparingLong((Group group) -> -group.counts().sessions())
            .thenComparing(group -> String.valueOf(group.value())));
    return found.size() <= FigureSum.MAX_GROUPS ? List.copyOf(found) : withOther(found);
  }

  private static List<Group> withOther(List<Group> groups) {
    var listed = new ArrayList<>(groups.subList(0, FigureSum.MAX_GROUPS));
    long sessions = 0;
    long bounces = 0;
    for (var group : groups.subList(FigureSum.MAX_GROUPS, groups.size())) {
      sessions += group.counts().sessions();
      bounces += group.counts().bounces();
    }
    listed.add(new Group(null, true, new Counts(sessions, null, bounces)));
    return listed;
  }
}
