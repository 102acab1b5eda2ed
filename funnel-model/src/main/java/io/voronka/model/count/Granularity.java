package io.voronka.model.count;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long the periods of a series are. In UTC; weeks start on Monday. */
public enum Granularity {
  /** All of time as one period. */
  ALL(null),
  MINUTE(Duration.ofMinutes(1)),
  HOUR(Duration.ofHours(1)),
  DAY(Duration.ofDays(1)),
  WEEK(Duration.ofDays(7)),
  MONTH(null);

  /** 1970-01-01 was a Thursday: the Monday before it is three days earlier. */
  private static final long FIRST_MONDAY = -Duration.ofDays(3).toMillis();

  private final @Nullable Duration length;

  Granularity(@Nullable Duration length) {
    this.length = length;
  }

  /** The name in requests: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds a granularity that a series can have (any but {@link #ALL}) by its name in requests. */
  public static Optional<Granularity> ofSeries(String text) {
    return Arrays.stream(values()).filter(one -> one != ALL && one.text().equals(text)).findFirst();
  }

  /** Returns the first moment of the period that holds the moment. */
  public long startOf(long millis) {
    if (length != null) {
      long offset = this == WEEK ? FIRST_MONDAY : 0;
      return Math.floorDiv(millis - offset, length.toMillis()) * length.toMillis() + offset;
    }
    return this == ALL ? Long.MIN_VALUE : millisOf(dateOf(millis).withDayOfMonth(1));
  }

  /** Returns the first moment after the period that starts at the moment. */
  public long endOf(long startMillis) {
    if (length != null) {
      return startMillis + length.toMillis();
    }
    return this == ALL
        ? Long.MAX_VALUE
        : millisOf(dateOf(startMillis).with(TemporalAdjusters.firstDayOfNextMonth()));
  }

  private static LocalDate dateOf(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private static long millisOf(LocalDate date) {
    return date.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  static {
    assert FIRST_MONDAY
        == millisOf(LocalDate.EPOCH.with(TemporalAdjusters.previous(DayOfWeek.MONDAY)));
  }
}
