package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a call's event happened.
 *
 * @param at the time that counts
 * @param original what the sender said, if its clock is so far ahead that the receipt counts
 *     instead
 * @param isSaid whether the call itself has a time, and not just its sending or receipt
 * @see "docs/semantics.md, Late, early, bad"
 */
record EventTime(Instant at, @Nullable String original, boolean isSaid) {

  /** A gap between sending and receipt up to this is travel, not a wrong clock. */
  static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  /** A time may be this far ahead of the server. */
  static final Duration MOST_AHEAD = Duration.ofMinutes(10);

  /**
   * Libraries that run where the clock is the visitor's. Server clocks are right, and several
   * server libraries repeat an old {@code sentAt} when they try again after an outage.
   */
  private static final Set<String> VISITOR_LIBRARIES =
      Set.of(
          "analytics.js",
          "analytics-next",
          "@segment/analytics-next",
          "analytics-ios",
          "analytics-android",
          "analytics-swift",
          "analytics-kotlin",
          "analytics-react-native",
          "analytics-flutter");

  /**
   * Reads the time of a call: {@code timestamp}, else {@code originalTimestamp}, else {@code
   * sentAt}, else the receipt. Pure.
   *
   * @return null if the time is at fault
   */
  static @Nullable EventTime of(
      JsonNode call, JsonNode context, Envelope envelope, Duration retention, Faults faults) {
    var received = envelope.receivedAt();
    var sentAt = isAbsent(call.path("sentAt")) ? envelope.sentAt() : call.path("sentAt");
    var field = fieldOf(call, sentAt);
    if (field.isEmpty()) {
      return new EventTime(received, null, false);
    }
    var node = field.equals("sentAt") ? sentAt : call.path(field);
    var said = read(node, field, faults);
    if (said == null) {
      return null;
    }
    var time = corrected(said, sentAt, context, received);
    if (time.isBefore(received.minus(retention))) {
      faults.add(RefusalKind.TIME, field, "is older than the " + retention + " that are kept");
      return null;
    }
    boolean isSaid = !field.equals("sentAt");
    return time.isAfter(received.plus(MOST_AHEAD))
        ? new EventTime(received, node.textValue(), isSaid)
        : new EventTime(time, null, isSaid);
  }

  private static String fieldOf(JsonNode call, JsonNode sentAt) {
    if (!isAbsent(call.path("timestamp"))) {
      return "timestamp";
    }
    if (!isAbsent(call.path("originalTimestamp"))) {
      return "originalTimestamp";
    }
    return isAbsent(sentAt) ? "" : "sentAt";
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static @Nullable Instant read(JsonNode node, String field, Faults faults) {
    var time = node.isTextual() ? CallTimes.parse(node.textValue()) : null;
    if (time == null) {
      faults.add(
          RefusalKind.TIME,
          field,
          node.isNumber()
              ? "must be an ISO 8601 text such as 2026-01-31T10:00:00Z, not a number"
              : "must be an ISO 8601 text such as 2026-01-31T10:00:00Z");
    }
    return time;
  }

  private static Instant corrected(
      Instant said, JsonNode sentAt, JsonNode context, Instant received) {
    var library = context.path("library").path("name").asText("");
    var sent = sentAt.isTextual() ? CallTimes.parse(sentAt.textValue()) : null;
    if (sent == null || !VISITOR_LIBRARIES.contains(library)) {
      return said;
    }
    var gap = Duration.between(sent, received);
    return gap.abs().compareTo(CLOCK_TOLERANCE) > 0 ? said.plus(gap) : said;
  }
}
