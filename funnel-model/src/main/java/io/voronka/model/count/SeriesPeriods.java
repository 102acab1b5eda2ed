package io.voronka.model.count;

import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.time.Calendar;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The periods of a funnel's series of one granularity, each worked out once: to ask the calendar
 * costs more than to count. Thread-safe.
 */
final class SeriesPeriods {

  private static final int MAX_KNOWN = 5_000; // a bound, far above what one question meets

  /**
   * A period.
   *
   * @param bucket the period itself
   * @param endMillis the first moment after it
   * @param key of the figures that hold it
   * @param entryCell where those who entered in it are counted; the other stages follow
   */
  record Period(Bucket bucket, long endMillis, TallyKey key, int entryCell) {

    long startMillis() {
      return bucket.startMillis();
    }
  }

  private final FunnelVersion funnel;
  private final Granularity granularity;
  private final Calendar calendar;
  private final ConcurrentNavigableMap<Long, Period> known = new ConcurrentSkipListMap<>();

  SeriesPeriods(FunnelVersion funnel, Granularity granularity, Calendar calendar) {
    this.funnel = funnel;
    this.granularity = granularity;
    this.calendar = calendar;
  }

  /** Returns the period that holds the moment. */
  Period at(long millis) {
    var before = known.floorEntry(millis);
    if (before != null && millis < before.getValue().endMillis()) {
      return before.getValue();
    }
    var period = of(Bucket.of(granularity, millis, calendar));
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    known.put(period.startMillis(), period);
    return period;
  }

  private Period of(Bucket bucket) {
    var key =
        new TallyKey(funnel, Cells.seriesBucket(bucket, calendar), Segment.EVERYBODY, Page.SERIES);
    return new Period(bucket, bucket.endMillis(calendar), key, Cells.series(bucket, 0, calendar));
  }
}
