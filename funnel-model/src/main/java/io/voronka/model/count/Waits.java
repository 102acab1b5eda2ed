package io.voronka.model.count;

import java.util.Arrays;

/** How long people have waited at a stage. Mutable, not thread-safe. */
final class Waits {

  private double[] millis = new double[16];
  private long[] counts = new long[16];
  private int size;
  private long people;

  void add(double waitedMillis, long count) {
    if (size == millis.length) {
      millis = Arrays.copyOf(millis, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    millis[size] = waitedMillis;
    counts[size++] = count;
    people += count;
  }

  long people() {
    return people;
  }

  /**
   * Returns for each of the times how many people have waited less. O((waits + times) · log times).
   *
   * @param times in milliseconds, ascending, none twice
   */
  long[] shorterThan(double[] times) {
    var shorter = new long[times.length + 1];
    for (int i = 0; i < size; i++) {
      int at = Arrays.binarySearch(times, millis[i]);
      shorter[at < 0 ? -at - 1 : at + 1] += counts[i];
    }
    for (int i = 1; i < shorter.length; i++) {
      shorter[i] += shorter[i - 1];
    }
    return shorter;
  }
}
