package io.voronka.dashboard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How moments stand in answers: ISO 8601 in UTC; null stays null. */
final class TimeTexts {

  private TimeTexts() {}

  static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  static String text(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  static @Nullable String text(@Nullable Long millis) {
    return millis == null ? null : text(millis.longValue());
  }
}
