package io.voronka.model.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/**
 * How a project divides time: into days by the clocks of its zone, into weeks from its first
 * weekday.
 *
 * <p>A day begins when the clocks first show its date. So it has 23 or 25 hours when they are
 * changed, and a date that they skip is no day. Weeks and months begin with a day. Hours are 60
 * minutes each, counted from the beginning of the day: an hour that the clocks show twice is two.
 * Only the last of a day is shorter where the clocks are changed by a part of an hour. Minutes are
 * counted likewise.
 *
 * <p>So the periods of each length follow one another without gap and overlap, and each minute lies
 * in one hour, each hour in one day, each day in one week and in one month. Total: any moment has
 * its periods; the last ones that milliseconds can tell end with {@link Long#MAX_VALUE}.
 *
 * @param zone whose clocks
 * @param weekStart first day of a week
 */
public record Calendar(ZoneId zone, DayOfWeek weekStart) {

  public static final Calendar UTC = new Calendar(ZoneId.of("UTC"), DayOfWeek.MONDAY);

  private static final long SECONDS_OF_DAY = 86_400;
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  /** Returns the date of the day that holds the moment. */
  public LocalDate dateOf(long millis) {
    long second = Math.floorDiv(millis, SECOND);
    var date = LocalDate.ofInstant(Instant.ofEpochSecond(second), zone);
    if (isPlain()) {
      return date;
    }
    // Clocks that are put back past midnight show the date before once more.
    for (var next = date.plusDays(1); firstSecondOf(next) <= second; next = date.plusDays(1)) {
      date = next;
    }
    return date;
  }

  /** Returns the first moment of a day; of a date that is skipped, that of the day after it. */
  public long startOf(LocalDate date) {
    long second = firstSecondOf(date);
    long last = Long.MAX_VALUE / SECOND;
    return second > last ? Long.MAX_VALUE : second < -last ? Long.MIN_VALUE : second * SECOND;
  }

  private long firstSecondOf(LocalDate date) {
    return isPlain() ? date.toEpochDay() * SECONDS_OF_DAY : date.atStartOfDay(zone).toEpochSecond();
  }

  /** The zone of most: saves half of the time. */
  private boolean isPlain() {
    return zone.equals(UTC.zone);
  }

  public long startOfMinute(long millis) {
    return startOfStep(millis, MINUTE);
  }

  /** Returns the first moment after the minute that holds the moment. */
  public long endOfMinute(long millis) {
    return endOfStep(millis, MINUTE);
  }

  public long startOfHour(long millis) {
    return startOfStep(millis, HOUR);
  }

  /** Returns the first moment after the hour that holds the moment. */
  public long endOfHour(long millis) {
    return endOfStep(millis, HOUR);
  }

  private long startOfStep(long millis, long step) {
    long day = startOfDay(millis);
    return millis - (millis - day) % step;
  }

  private long endOfStep(long millis, long step) {
    var date = dateOf(millis);
    long passed = (millis - startOf(date)) % step;
    long endOfDay = startOf(date.plusDays(1));
    return endOfDay - millis < step - passed ? endOfDay : millis - passed + step;
  }

  public long startOfDay(long millis) {
    return startOf(dateOf(millis));
  }

  /** Returns the first moment after the day that holds the moment. */
  public long endOfDay(long millis) {
    return startOf(dateOf(millis).plusDays(1));
  }

  public long startOfWeek(long millis) {
    return startOf(dateOf(millis).with(TemporalAdjusters.previousOrSame(weekStart)));
  }

  /** Returns the first moment after the week that holds the moment. */
  public long endOfWeek(long millis) {
    return startOf(dateOf(millis).with(TemporalAdjusters.next(weekStart)));
  }

  public long startOfMonth(long millis) {
    return startOf(dateOf(millis).withDayOfMonth(1));
  }

  /** Returns the first moment after the month that holds the moment. */
  public long endOfMonth(long millis) {
    return startOf(dateOf(millis).with(TemporalAdjusters.firstDayOfNextMonth()));
  }
}
