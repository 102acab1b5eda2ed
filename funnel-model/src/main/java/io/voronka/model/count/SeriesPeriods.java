package io.voronka.model.count;

import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.time.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * The periods of the series of a funnel, or of sessions, remembered once they were worked out: to
 * ask the calendar costs more than to count. Each moment has one place in a table of its length,
 * whose period is taken if it holds the moment; else it is worked out and takes the place.
 * Thread-safe: a place holds an immutable value, and whoever misses it works it out anew.
 */
final class SeriesPeriods {

  private static final int MINUTES = 8192; // remembered, more than five days
  private static final int OTHERS = 1024;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long HOUR_MILLIS = 60 * MINUTE_MILLIS;
  private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

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

    boolean holds(long millis) {
      return startMillis() <= millis && millis < endMillis;
    }
  }

  private final FunnelVersion funnel;
  private final Calendar calendar;
  private final @Nullable Period[] minutes = new Period[MINUTES];
  private final @Nullable Period[] hours = new Period[OTHERS];
  private final @Nullable Period[] days = new Period[OTHERS];
  private final @Nullable Period[] weeks = new Period[OTHERS];
  private final @Nullable Period[] months = new Period[OTHERS];

  SeriesPeriods(FunnelVersion funnel, Calendar calendar) {
    this.funnel = funnel;
    this.calendar = calendar;
  }

  /**
   * Returns the period that holds the moment.
   *
   * @param granularity any but {@link Granularity#ALL}
   */
  Period at(Granularity granularity, long millis) {
    return switch (granularity) {
      case ALL -> throw new IllegalArgumentException("all of time is no series");
      case MINUTE -> at(granularity, millis, minutes, MINUTE_MILLIS);
      case HOUR -> at(granularity, millis, hours, HOUR_MILLIS);
      case DAY -> at(granularity, millis, days, DAY_MILLIS);
      case WEEK -> at(granularity, millis, weeks, DAY_MILLIS);
      case MONTH -> at(granularity, millis, months, DAY_MILLIS);
    };
  }

  /**
   * @param stepMillis moments of one step, counted from 1970, share a place
   */
  private Period at(
      Granularity granularity, long millis, @Nullable Period[] known, long stepMillis) {
    int place = (int) Math.floorMod(Math.floorDiv(millis, stepMillis), (long) known.length);
    var period = known[place];
    if (period == null || !period.holds(millis)) {
      period = of(Bucket.of(granularity, millis, calendar));
      known[place] = period;
    }
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
