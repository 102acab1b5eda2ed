package io.voronka.model.count;

import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.time.Calendar;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The periods of the series of a funnel, or of sessions, each worked out once: to ask the calendar
 * costs more than to count. Thread-safe.
 */
final class SeriesPeriods {

  private static final int MAX_KNOWN = 5_000; // of each length, far above what one question meets

  /**
   * A period.
   *
   * @param bucket the period itself
   * @param endMillis the first moment after it
   * @param key of the figures that hold it
   * @param firstCell where the first of its counters lies; the others follow
   */
  record Period(Bucket bucket, long endMillis, TallyKey key, int firstCell) {

    long startMillis() {
      return bucket.startMillis();
    }
  }

  private final FunnelVersion funnel;
  private final Calendar calendar;
  private final Map<Granularity, ConcurrentNavigableMap<Long, Period>> known =
      new EnumMap<>(Granularity.class);

  SeriesPeriods(FunnelVersion funnel, Calendar calendar) {
    this.funnel = funnel;
    this.calendar = calendar;
    for (var granularity : Granularity.values()) {
      known.put(granularity, new ConcurrentSkipListMap<>());
    }
  }

  /**
   * Returns the period that holds the moment.
   *
   * @param granularity any but {@link Granularity#ALL}
   */
  Period at(Granularity granularity, long millis) {
    var ofLength = Objects.requireNonNull(known.get(granularity), "one of each");
    var before = ofLength.floorEntry(millis);
    if (before != null && millis < before.getValue().endMillis()) {
      return before.getValue();
    }
    var period = of(Bucket.of(granularity, millis, calendar));
    if (ofLength.size() >= MAX_KNOWN) {
      ofLength.clear();
    }
    ofLength.put(period.startMillis(), period);
    return period;
  }

  private Period of(Bucket bucket) {
    var page = Cells.seriesBucket(bucket, calendar);
    return new Period(
        bucket,
        bucket.endMillis(calendar),
        new TallyKey(funnel, page, Segment.EVERYBODY, Page.SERIES),
        Cells.series(bucket, 0, calendar));
  }
}
