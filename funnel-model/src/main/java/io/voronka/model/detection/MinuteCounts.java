package io.voronka.model.detection;

import java.util.Arrays;

/**
 * What became known within one minute about one stream: how many people reached the stage, and who
 * of those that had reached it earlier advanced.
 *
 * @param minute since a Monday 00:00; not negative
 * @param reached people who reached the stage in this minute; not negative
 * @param delays for each group of those who advanced in this minute, how many minutes ago they had
 *     reached the stage; not negative
 * @param counts how many they are, a number for each of {@code delays}; not negative
 */
public record MinuteCounts(long minute, int reached, int[] delays, int[] counts) {

  private static final int[] NONE = {};

  /**
   * Checks itself; the arrays are taken as they are and must not be changed afterwards.
   *
   * @throws IllegalArgumentException if a number is negative or the arrays differ in length
   */
  public MinuteCounts {
    if (minute < 0 || reached < 0 || delays.length != counts.length) {
      throw new IllegalArgumentException("minute " + minute + ": negative or uneven counts");
    }
    for (int i = 0; i < delays.length; i++) {
      if (delays[i] < 0 || counts[i] < 0) {
        throw new IllegalArgumentException("minute " + minute + ": a negative delay or count");
      }
    }
  }

  /** A minute in which nothing happened. */
  public static MinuteCounts empty(long minute) {
    return new MinuteCounts(minute, 0, NONE, NONE);
  }

  /** How many advanced. */
  int advances() {
    int sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MinuteCounts that
        && minute == that.minute
        && reached == that.reached
        && Arrays.equals(delays, that.delays)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Long.hashCode(minute) + reached) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "minute %d: %d reached, advanced after %s: %s"
        .formatted(minute, reached, Arrays.toString(delays), Arrays.toString(counts));
  }
}
