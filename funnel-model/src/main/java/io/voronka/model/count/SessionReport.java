package io.voronka.model.count;

import io.voronka.model.event.PropertyValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a project in a range.
 *
 * @param total how many there are
 * @param seconds how long they are, those of one event among them; all null of none
 * @param medianEvents events of a session, exact up to 50, then within {@link
 *     TimeBins#RELATIVE_ERROR}; null of none
 * @param meanEvents exact; null of none
 * @param series by periods in which they begin, the earliest first; periods without are left out
 * @param breakdown by the values of a property, the most sessions first
 * @param entryPages by the first page, likewise
 * @param exitPages by the last page, likewise
 */
public record SessionReport(
    Counts total,
    StageReport.Seconds seconds,
    @Nullable Double medianEvents,
    @Nullable Double meanEvents,
    List<Period> series,
    List<Group> breakdown,
    List<Group> entryPages,
    List<Group> exitPages) {

  /**
   * How many there are.
   *
   * @param persons people who had one of them; null where that can't be told
   * @param bounces sessions of one event, or of nothing but views of one page
   */
  public record Counts(long sessions, @Nullable Long persons, long bounces) {

    /** The share of sessions that are bounces; null of none. */
    public @Nullable Double bounceRate() {
      return sessions == 0 ? null : (double) bounces / sessions;
    }
  }

  /** The sessions that begin in a period. */
  public record Period(Bucket bucket, Counts counts) {}

  /**
   * The sessions with one value of a property. People with sessions of two values are in both
   * groups, so that persons of groups don't add up to the total; sessions do.
   *
   * @param value null where it is absent, and of other
   * @param isOther whether these are all of the smallest groups, beyond {@link
   *     FigureSum#MAX_GROUPS}; their persons can't be told
   */
  public record Group(@Nullable PropertyValue value, boolean isOther, Counts counts) {}
}
