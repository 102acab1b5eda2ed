package io.voronka.model.detection;

import java.util.Map;
import java.util.TreeMap;

/**
 * What became known within one minute about a stage.
 *
 * @param all of everybody
 * @param segments of those who have a value, the same minute; values of which nothing became known
 *     can be left out
 * @param isSuppressed whether alerts are not to be delivered: a planned pause, lag, a restore
 */
public record StageMinute(
    MinuteCounts all, Map<BreakdownValue, MinuteCounts> segments, boolean isSuppressed) {

  /**
   * Checks itself.
   *
   * @throws IllegalArgumentException if a segment's counts are of another minute
   */
  public StageMinute {
    segments = new TreeMap<>(segments);
    for (var counts : segments.values()) {
      if (counts.minute() != all.minute()) {
        throw new IllegalArgumentException(
            "minute " + counts.minute() + " of a segment in minute " + all.minute());
      }
    }
  }

  /** A stage without segments. */
  public static StageMinute of(MinuteCounts all) {
    return new StageMinute(all, Map.of(), false);
  }
}
