package io.voronka.model.count;

import io.voronka.model.time.Calendar;

/**
 * A period in which people entered a funnel.
 *
 * @param granularity how long it is
 * @param startMillis its first moment; {@link Long#MIN_VALUE} for all of time
 */
public record Bucket(Granularity granularity, long startMillis) {

  public static final Bucket ALL = new Bucket(Granularity.ALL, Long.MIN_VALUE);

  /** Returns the period of the calendar that holds the moment. */
  public static Bucket of(Granularity granularity, long millis, Calendar calendar) {
    return new Bucket(granularity, granularity.startOf(millis, calendar));
  }

  /** The first moment after it; the calendar is the one that it was made with. */
  public long endMillis(Calendar calendar) {
    return granularity.endOf(startMillis, calendar);
  }
}
