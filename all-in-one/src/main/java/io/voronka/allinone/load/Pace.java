package io.voronka.allinone.load;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How fast events are replayed: all at once, or as many times faster than they happened.
 *
 * @param factor 1 is real time; 0 is as fast as possible
 */
public record Pace(double factor) {

  public static final Pace MAX = new Pace(0);

  private static final Pattern TIMES = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)x");

  /**
   * Reads {@code max}, {@code realtime} or a factor such as {@code 10x}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static Pace parse(String text) {
    if (text.equals("max")) {
      return MAX;
    }
    if (text.equals("realtime")) {
      return new Pace(1);
    }
    var times = TIMES.matcher(text);
    if (times.matches() && Double.parseDouble(times.group(1)) > 0) {
      return new Pace(Double.parseDouble(times.group(1)));
    }
    throw new IllegalArgumentException("must be max, realtime or a factor such as 10x");
  }

  public boolean isMax() {
    return factor == 0;
  }

  /** Returns how long after the start an event is due that lies this long after the first. */
  Duration dueAfter(Duration sinceFirst) {
    return isMax() || sinceFirst.isNegative()
        ? Duration.ZERO
        : Duration.ofNanos((long) (sinceFirst.toNanos() / factor));
  }

  /** Returns the time of a call; null if it has none that can be read. */
  static @Nullable Instant timeOf(OutgoingCall call) {
    try {
      return OffsetDateTime.parse(call.json().path("timestamp").asText()).toInstant();
    } catch (DateTimeParseException none) {
      return null; // the ingest API decides what is wrong with it
    }
  }
}
