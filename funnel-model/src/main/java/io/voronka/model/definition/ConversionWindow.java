package io.voronka.model.definition;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far the events of a chain may lie apart.
 *
 * @param length longest time from the first to the last event, both ends included; null: all of
 *     them lie in one session
 */
public record ConversionWindow(@Nullable Duration length) {

  public static final Duration MAX = Duration.ofDays(3660);
  public static final ConversionWindow SESSION = new ConversionWindow(null);
  public static final ConversionWindow DEFAULT = of(Duration.ofDays(14));

  public static ConversionWindow of(Duration length) {
    return new ConversionWindow(length);
  }

  public boolean isSession() {
    return length == null;
  }

  /** The length in milliseconds; of a session, the longest that one can be. */
  public long longestMillis(Duration longestSession) {
    return (length == null ? longestSession : length).toMillis();
  }
}
