package io.voronka.model.count;

import io.voronka.model.time.Calendar;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How long the periods of a series are; where they begin and end is the {@link Calendar}'s. */
public enum Granularity {
  /** All of time as one period. */
  ALL,
  MINUTE,
  HOUR,
  DAY,
  WEEK,
  MONTH;

  /** The name in requests: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds a granularity that a series can have (any but {@link #ALL}) by its name in requests. */
  public static Optional<Granularity> ofSeries(String text) {
    return Arrays.stream(values()).filter(one -> one != ALL && one.text().equals(text)).findFirst();
  }

  /** Returns the first moment of the period that holds the moment. */
  public long startOf(long millis, Calendar calendar) {
    return switch (this) {
      case ALL -> Long.MIN_VALUE;
      case MINUTE -> calendar.startOfMinute(millis);
      case HOUR -> calendar.startOfHour(millis);
      case DAY -> calendar.startOfDay(millis);
      case WEEK -> calendar.startOfWeek(millis);
      case MONTH -> calendar.startOfMonth(millis);
    };
  }

  /** Returns the first moment after the period that holds the moment. */
  public long endOf(long millis, Calendar calendar) {
    return switch (this) {
      case ALL -> Long.MAX_VALUE;
      case MINUTE -> calendar.endOfMinute(millis);
      case HOUR -> calendar.endOfHour(millis);
      case DAY -> calendar.endOfDay(millis);
      case WEEK -> calendar.endOfWeek(millis);
      case MONTH -> calendar.endOfMonth(millis);
    };
  }
}
