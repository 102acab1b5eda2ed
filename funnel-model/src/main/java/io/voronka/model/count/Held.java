package io.voronka.model.count;

import io.voronka.model.time.Calendar;
import java.time.Duration;

/**
 * Which periods and deadlines are kept as live figures; what they don't hold comes from the
 * timelines. The bound moves forward only, so a period that is held was held since it began.
 *
 * @param nowMillis the wall clock when the bound was last moved
 */
public record Held(long nowMillis) {

  private static final long MINUTES = Duration.ofDays(2).toMillis();
  private static final long HOURS = Duration.ofDays(62).toMillis();
  private static final long DEADLINES = Duration.ofHours(2).toMillis();

  /** The longest time by which two parts of the service may differ in their bound. */
  private static final long MARGIN = Duration.ofHours(1).toMillis();

  /** Whether the period's figures are kept. Days and longer periods are kept for good. */
  public boolean holds(Bucket period, Calendar calendar) {
    return Cells.seriesBucket(period, calendar).startMillis() >= from(period.granularity());
  }

  /** Whether every part of the service surely holds the periods from that moment on. */
  public boolean surelyHoldsFrom(Granularity series, long fromMillis, Calendar calendar) {
    long from = from(series);
    return from == Long.MIN_VALUE
        || Cells.seriesBucket(series).startOf(fromMillis, calendar) >= from + MARGIN;
  }

  /** Whether the page is still of use: deadlines that have long passed are not. */
  public boolean holds(Page page) {
    return page.kind() != Page.Kind.DEADLINES || page.number() >= firstDeadlines().number();
  }

  /** The first moment of the buckets that are kept of a series. */
  public long from(Granularity series) {
    return switch (series) {
      case MINUTE -> nowMillis - MINUTES;
      case HOUR -> nowMillis - HOURS;
      default -> Long.MIN_VALUE;
    };
  }

  /** The page of the oldest deadlines that are kept. */
  public Page firstDeadlines() {
    return Cells.deadlinePage(nowMillis - DEADLINES);
  }
}
