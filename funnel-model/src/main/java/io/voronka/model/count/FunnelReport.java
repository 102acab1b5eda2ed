package io.voronka.model.count;

import java.util.List;

/**
 * The figures of a funnel.
 *
 * @param stages one for each stage, in order
 * @param series by period of entry, oldest first; a person counts once in each period
 * @param breakdown by values of the entry event, largest first; the groups add up to the total
 */
public record FunnelReport(List<StageReport> stages, List<Period> series, List<Group> breakdown) {

  /**
   * The people who entered in one period.
   *
   * @param bucket the period
   * @param reached people at each stage
   * @param mature whether no conversion window of its entries is still open
   */
  public record Period(Bucket bucket, List<Long> reached, boolean mature) {}

  /**
   * The people of one segment.
   *
   * @param segment its values; of the group of all others, no values
   * @param reached people at each stage
   */
  public record Group(Segment segment, List<Long> reached) {

    /** Whether these are the people of all groups that were too many to list. */
    public boolean isOther() {
      return segment.equals(Segment.EVERYBODY);
    }
  }
}
