package io.voronka.ingest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads times as senders write them: ISO 8601 with or without seconds, fractions of any length, a
 * space for the T, a date alone for its midnight, UTC where no offset is given. Pure.
 */
final class CallTimes {

  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)"
              + "(?:[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,40}))?)?"
              + " ?([Zz]|[+-]\\d\\d(?::?\\d\\d)?)?(?:\\[[\\w/+-]{1,60}\\])?)?");
  private static final int MOST_CHARACTERS = 140;

  private CallTimes() {}

  /** Returns the instant, cut to milliseconds, or null if the text is not a time. */
  static @Nullable Instant parse(String text) {
    if (text.length() > MOST_CHARACTERS) {
      return null;
    }
    var match = ISO.matcher(text.strip());
    if (!match.matches()) {
      return null;
    }
    try {
      return LocalDateTime.of(
              number(match, 1),
              number(match, 2),
              number(match, 3),
              number(match, 4),
              number(match, 5),
              number(match, 6),
              nanos(match.group(7)))
          .toInstant(offset(match.group(8)));
    } catch (DateTimeException noSuchTime) {
      return null;
    }
  }

  private static int number(Matcher match, int group) {
    var digits = match.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "000").substring(0, 3)) * 1_000_000;
  }

  private static ZoneOffset offset(@Nullable String text) {
    return text == null || text.equalsIgnoreCase("Z") ? ZoneOffset.UTC : ZoneOffset.of(text);
  }
}
