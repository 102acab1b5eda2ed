package io.voronka.model.count;

import io.voronka.model.time.Calendar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Another figure of a period that is over.
 *
 * @param bucket the hour, day, week or month in which people entered
 * @param stage counted from 0
 * @param before how many of them had reached it
 * @param after how many have
 */
public record BucketCorrection(Bucket bucket, int stage, long before, long after) {

  /** A period is over when it ended so long ago. */
  private static final long OVER_MILLIS = Duration.ofHours(1).toMillis();

  /**
   * Returns what changed in the periods of a page that are over, in order; nothing for a page that
   * is no series.
   *
   * @param key of the page
   * @param calendar the one it was counted by
   */
  public static List<BucketCorrection> between(
      TallyKey key, Counters before, Counters after, Calendar calendar, long nowMillis) {
    var corrections = new ArrayList<BucketCorrection>();
    if (key.page().kind() != Page.Kind.SERIES) {
      return corrections;
    }
    var cells = new TreeSet<Integer>();
    before.forEach((cell, count) -> cells.add(cell));
    after.forEach((cell, count) -> cells.add(cell));
    for (int cell : cells) {
      var period = Cells.seriesPeriod(key.bucket(), cell, calendar);
      if (before.get(cell) != after.get(cell)
          && period.granularity() != Granularity.MINUTE
          && period.endMillis(calendar) <= nowMillis - OVER_MILLIS) {
        corrections.add(
            new BucketCorrection(
                period, Cells.seriesStage(cell), before.get(cell), after.get(cell)));
      }
    }
    return corrections;
  }
}
