package io.voronka.model.count;

/**
 * A period in which people entered a funnel.
 *
 * @param granularity how long it is
 * @param startMillis its first moment; {@link Long#MIN_VALUE} for all of time
 */
public record Bucket(Granularity granularity, long startMillis) {

  public static final Bucket ALL = new Bucket(Granularity.ALL, Long.MIN_VALUE);

  public static Bucket of(Granularity granularity, long millis) {
    return new Bucket(granularity, granularity.startOf(millis));
  }

  /** The first moment after it. */
  public long endMillis() {
    return granularity.endOf(startMillis);
  }
}
