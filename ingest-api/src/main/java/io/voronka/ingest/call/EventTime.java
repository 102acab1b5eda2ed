package io.voronka.ingest.call;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an event happened.
 *
 * @param at the time that counts
 * @param original what the sender said, if its clock is so far ahead that the receipt counts
 *     instead
 * @see "docs/semantics.md, Late, early, bad"
 */
record EventTime(Instant at, @Nullable String original) {

  /** A gap between sending and receipt up to this is travel, not a wrong clock. */
  static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  /** A time may be this far ahead of the server. */
  static final Duration MOST_AHEAD = Duration.ofMinutes(10);

  /**
   * Settles what was said. Pure.
   *
   * @param text as the sender wrote it, from the field
   * @return null, and a fault, if it is older than what is kept
   */
  static @Nullable EventTime of(
      Instant said,
      String text,
      String field,
      Instant received,
      Duration retention,
      Faults faults) {
    if (said.isBefore(received.minus(retention))) {
      faults.add(RefusalKind.TIME, field, "is older than the " + retention + " that are kept");
      return null;
    }
    return said.isAfter(received.plus(MOST_AHEAD))
        ? new EventTime(received, text)
        : new EventTime(said, null);
  }

  /** Corrects a visitor's clock where it is clearly wrong when it sends. Pure. */
  static Instant corrected(Instant said, Instant sent, Instant received) {
    var gap = Duration.between(sent, received);
    return gap.abs().compareTo(CLOCK_TOLERANCE) > 0 ? said.plus(gap) : said;
  }
}
