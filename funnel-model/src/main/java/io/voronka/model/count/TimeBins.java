package io.voronka.model.count;

import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import org.jspecify.annotations.Nullable;

/**
 * A distribution of durations in logarithmic bins: any quantile within {@value #RELATIVE_ERROR} of
 * its value. The bins are those of DDSketch (Masson, Rim, Lee: VLDB 2019), never merged, so that
 * taking a duration out again leaves exactly what there was before it came.
 */
public final class TimeBins {

  /** The largest relative error of a quantile. */
  public static final double RELATIVE_ERROR = 0.005;

  private static final IndexMapping MAPPING = new LogarithmicMapping(RELATIVE_ERROR);

  private final Counters bins = new Counters();
  private long total;

  /** Returns the bin of a duration in milliseconds; 0 is the bin of no time at all. */
  static int binOf(long millis) {
    return millis <= 0 ? 0 : MAPPING.index((double) millis) + 1;
  }

  private static double millisOf(int bin) {
    return bin == 0 ? 0 : MAPPING.value(bin - 1);
  }

  void add(int bin, long count) {
    bins.add(bin, count);
    total += count;
  }

  /** Takes a duration in milliseconds and how often it is there. */
  @FunctionalInterface
  interface DurationVisitor {
    void visit(double millis, long count);
  }

  /** Visits the durations, the shortest first. */
  void forEach(DurationVisitor visitor) {
    bins.forEach((bin, count) -> visitor.visit(millisOf(bin), count));
  }

  /**
   * Returns the median in seconds (of an even number the mean of the middle two), null if empty.
   */
  public @Nullable Double medianSeconds() {
    return total == 0 ? null : (millisAt((total - 1) / 2) + millisAt(total / 2)) / 2 / 1000;
  }

  /**
   * Returns in seconds the smallest duration that at least this share does not exceed, null if
   * empty.
   */
  public @Nullable Double quantileSeconds(double share) {
    return total == 0 ? null : millisAt((long) Math.ceil(share * total) - 1) / 1000;
  }

  private double millisAt(long rank) {
    var at =
        new Object() {
          long passed;
          int bin = -1;
        };
    bins.forEach(
        (bin, count) -> {
          at.passed += count;
          if (at.bin < 0 && at.passed > rank) {
            at.bin = bin;
          }
        });
    return millisOf(at.bin);
  }
}
