package io.voronka.model.count;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * The spans of time by which durations are shown: up to a second, two, five and so on to ten years.
 * A span begins where one of the {@link TimeBins} does, the nearest to the round number, so that
 * what was counted by bins is counted by spans without an error. The edges lie up to half a per
 * cent beside the round numbers, and are told exactly.
 */
public final class TimeSpans {

  private static final int[] FIRST_BINS =
      LongStream.concat(
              LongStream.concat(
                  each(Duration::ofSeconds, 1, 2, 5, 10, 20, 30),
                  each(Duration::ofMinutes, 1, 2, 5, 10, 20, 30)),
              LongStream.concat(
                  each(Duration::ofHours, 1, 2, 4, 8, 16),
                  each(Duration::ofDays, 1, 2, 4, 7, 14, 30, 60, 90, 180, 365, 730, 1825, 3660)))
          .mapToInt(TimeSpans::nearestBin)
          .toArray();

  private static final long[] FIRST_MILLIS =
      Arrays.stream(FIRST_BINS).mapToLong(TimeBins::leastMillis).toArray();

  private TimeSpans() {}

  private static LongStream each(LongFunction<Duration> unit, long... numbers) {
    return Arrays.stream(numbers).map(number -> unit.apply(number).toMillis());
  }

  /** The bin that begins nearest to the moment. */
  private static int nearestBin(long millis) {
    int bin = TimeBins.binOf(millis);
    long before = millis - TimeBins.leastMillis(bin);
    long after = TimeBins.leastMillis(bin + 1) - millis;
    return before <= after ? bin : bin + 1;
  }

  /**
   * A span and how many durations lie in it.
   *
   * @param fromMillis the shortest of them, included
   * @param toMillis the longest, excluded
   */
  public record Span(long fromMillis, long toMillis, long count) {}

  /** How many spans there are; the last has no end. */
  static int count() {
    return FIRST_BINS.length + 1;
  }

  /** The number of the span in which a bin lies. */
  static int numberOf(int bin) {
    int found = Arrays.binarySearch(FIRST_BINS, bin);
    return found >= 0 ? found + 1 : -found - 1;
  }

  static Span span(int number, long count) {
    return new Span(
        number == 0 ? 0 : FIRST_MILLIS[number - 1],
        number == FIRST_MILLIS.length ? Long.MAX_VALUE : FIRST_MILLIS[number],
        count);
  }
}
