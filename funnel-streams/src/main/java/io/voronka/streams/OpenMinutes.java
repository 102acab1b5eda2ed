package io.voronka.streams;

import io.voronka.model.detection.BreakdownValue;
import io.voronka.model.detection.MinuteCounts;
import io.voronka.model.detection.StageDetector;
import io.voronka.model.detection.StageMinute;
import io.voronka.wire.StageMinutes.Count;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of minutes of a stage that are not over yet, and what is to be taken back of those
 * that are. Mutable, not thread-safe.
 */
final class OpenMinutes {

  /** What is later than this belongs to the past: it moved from one person to another. */
  private static final int MOST_LATE_MINUTES = 10;

  private static final int LONGEST_VALUE = 200;

  /** Steps that are alike within a minute. */
  private record Alike(int delay, List<@Nullable String> values) {}

  private final TreeMap<Long, Map<Alike, Integer>> minutes = new TreeMap<>();

  /** Adds what became known. */
  void add(Count count) {
    minutes
        .computeIfAbsent(count.minute(), minute -> new LinkedHashMap<>())
        .merge(new Alike(count.delay(), count.values()), count.count(), OpenMinutes::sum);
  }

  private static @Nullable Integer sum(int one, int other) {
    return one + other == 0 ? null : one + other;
  }

  /** All of it, in the order of time. */
  List<Count> all() {
    var counts = new ArrayList<Count>();
    minutes.forEach(
        (minute, alike) ->
            alike.forEach(
                (one, count) -> counts.add(new Count(minute, one.delay, one.values, count))));
    return counts;
  }

  /**
   * Closes the minute that comes next for a detector. What was counted before and is taken back is
   * subtracted there; what should have come in a minute that is over comes with this one, or if it
   * is much later is added there.
   *
   * @param breakdowns of the funnel, in their order
   * @param watched those of which values are watched
   */
  StageMinute close(
      StageDetector detector, List<String> breakdowns, Set<String> watched, boolean isSuppressed) {
    long now = detector.end();
    var steps = new ArrayList<Count>();
    while (!minutes.isEmpty() && minutes.firstKey() <= now) {
      var first = minutes.pollFirstEntry();
      long minute = first.getKey();
      first
          .getValue()
          .forEach(
              (one, count) -> {
                if (count < 0 || now - minute > MOST_LATE_MINUTES) {
                  correct(detector, minute, one, count, breakdowns);
                } else {
                  int late = one.delay == Count.REACHED ? 0 : (int) (now - minute);
                  steps.add(new Count(now, one.delay + late, one.values, count));
                }
              });
    }
    var all = new Sum(now);
    var segments = new TreeMap<BreakdownValue, Sum>();
    for (var step : steps) {
      all.add(step);
      for (var value : values(step.values(), breakdowns)) {
        if (watched.contains(value.breakdown())) {
          segments.computeIfAbsent(value, absent -> new Sum(now)).add(step);
        }
      }
    }
    var counts = new TreeMap<BreakdownValue, MinuteCounts>();
    segments.forEach((value, sum) -> counts.put(value, sum.counts()));
    return new StageMinute(all.counts(), counts, isSuppressed);
  }

  private static void correct(
      StageDetector detector, long minute, Alike one, int count, List<String> breakdowns) {
    var values = values(one.values, breakdowns);
    long entry = Math.max(0, minute - one.delay);
    for (int i = 0; i < Math.abs(count); i++) {
      if (one.delay == Count.REACHED && count < 0) {
        detector.retractReached(minute, values);
      } else if (one.delay == Count.REACHED) {
        detector.restoreReached(minute, values);
      } else if (count < 0) {
        detector.retractAdvance(entry, minute, values);
      } else {
        detector.restoreAdvance(entry, minute, values);
      }
    }
  }

  private static List<BreakdownValue> values(
      List<@Nullable String> values, List<String> breakdowns) {
    var known = new ArrayList<BreakdownValue>();
    for (int i = 0; i < Math.min(values.size(), breakdowns.size()); i++) {
      var value = values.get(i);
      if (value != null && !isTooLong(value)) {
        known.add(new BreakdownValue(breakdowns.get(i), value));
      }
    }
    return known;
  }

  /** Whether a value is not watched because of its length. */
  static boolean isTooLong(String value) {
    return value.length() > LONGEST_VALUE;
  }

  /** What became known of one stream in a minute. */
  private static final class Sum {

    private final long minute;
    private final TreeMap<Integer, Integer> advanced = new TreeMap<>();
    private int reached;

    Sum(long minute) {
      this.minute = minute;
    }

    void add(Count step) {
      if (step.delay() == Count.REACHED) {
        reached += step.count();
      } else {
        advanced.merge(step.delay(), step.count(), Integer::sum);
      }
    }

    MinuteCounts counts() {
      return new MinuteCounts(
          minute,
          reached,
          advanced.keySet().stream().mapToInt(Integer::intValue).toArray(),
          advanced.values().stream().mapToInt(Integer::intValue).toArray());
    }
  }
}
