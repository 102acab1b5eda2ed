package io.voronka.model.count;

import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import java.util.ArrayList;
import java.util.List;
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

  /** Returns the shortest whole duration of a bin, or of the next that has one. */
  static long leastMillis(int bin) {
    if (bin == 0) {
      return 0;
    }
    long millis = (long) Math.ceil(MAPPING.lowerBound(bin - 1));
    // The bound is rounded; what decides is in which bin a duration is counted.
    while (millis > 1 && binOf(millis - 1) >= bin) {
      millis--;
    }
    while (binOf(millis) < bin) {
      millis++;
    }
    return millis;
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

  /** The durations in milliseconds, the shortest first. */
  double[] millis() {
    var millis = new double[bins.size()];
    var at = new int[1];
    forEach((duration, count) -> millis[at[0]++] = duration);
    return millis;
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

  /**
   * How many durations lie within each of the {@link TimeSpans}, from the shortest that has any to
   * the longest, those between that have none included. Exact: the spans begin where bins do.
   */
  public List<TimeSpans.Span> spans() {
    var counts = new long[TimeSpans.count()];
    bins.forEach((bin, count) -> counts[TimeSpans.numberOf(bin)] += count);
    var spans = new ArrayList<TimeSpans.Span>();
    int pending = 0;
    for (int number = 0; number < counts.length; number++) {
      if (counts[number] != 0) {
        for (int empty = number - pending; !spans.isEmpty() && empty < number; empty++) {
          spans.add(TimeSpans.span(empty, 0));
        }
        spans.add(TimeSpans.span(number, counts[number]));
        pending = 0;
      } else {
        pending++;
      }
    }
    return List.copyOf(spans);
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
