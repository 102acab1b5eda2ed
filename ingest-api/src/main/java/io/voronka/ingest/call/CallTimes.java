package io.voronka.ingest.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads times as senders write them: ISO 8601 with or without seconds, fractions of any length, a
 * space for the T, a date alone for its midnight, UTC where no offset is given. Pure.
 */
public final class CallTimes {

  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)"
              + "(?:[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,40}))?)?"
              + " ?([Zz]|[+-]\\d\\d(?::?\\d\\d)?)?(?:\\[[\\w/+-]{1,60}\\])?)?");
  private static final String USUAL = "0000-00-00T00:00:00Z";
  private static final String USUAL_WITH_MILLIS = "0000-00-00T00:00:00.000Z";
  private static final int SECONDS_OF_DAY = 86_400;
  private static final int MOST_CHARACTERS = 140;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,20}(?:\\.\\d{1,20})?");
  private static final BigDecimal FIRST_MILLIS = new BigDecimal(100_000_000_000L); // in 1973
  private static final BigDecimal FIRST_MICROS = new BigDecimal(100_000_000_000_000L);
  private static final BigDecimal THOUSAND = new BigDecimal(1000);
  private static final BigDecimal LAST_MILLIS = new BigDecimal(253_402_300_799_999L); // in 9999

  private CallTimes() {}

  /**
   * Returns the instant that a text or number stands for, or null if it is none. Of numbers the
   * size tells the unit: seconds since 1970 up to the year 5138, milliseconds or microseconds from
   * 1973 on, all with or without a fraction, as number or as text.
   */
  public static @Nullable Instant loose(JsonNode node) {
    var text = CallTexts.plain(node);
    if (text == null || text.length() > MOST_CHARACTERS) {
      return null;
    }
    var bare = text.strip();
    return NUMBER.matcher(bare).matches() ? ofNumber(new BigDecimal(bare)) : parse(bare);
  }

  private static @Nullable Instant ofNumber(BigDecimal number) {
    var millis =
        number.compareTo(FIRST_MILLIS) < 0
            ? number.multiply(THOUSAND)
            : number.compareTo(FIRST_MICROS) < 0 ? number : number.divide(THOUSAND);
    return millis.compareTo(LAST_MILLIS) > 0 ? null : Instant.ofEpochMilli(millis.longValue());
  }

  /** Returns the instant, cut to milliseconds, or null if the text is not a time. */
  public static @Nullable Instant parse(String text) {
    if (text.length() > MOST_CHARACTERS) {
      return null;
    }
    return isUsual(text) ? parseUsual(text) : parseLenient(text);
  }

  /** Whether it is of the form that almost all senders use: to seconds or milliseconds, of UTC. */
  private static boolean isUsual(String text) {
    int length = text.length();
    if (length != 20 && length != 24) {
      return false;
    }
    var form = length == 20 ? USUAL : USUAL_WITH_MILLIS;
    for (int i = 0; i < length; i++) {
      char is = text.charAt(i);
      char wanted = form.charAt(i);
      if (wanted == '0' ? is < '0' || is > '9' : is != wanted) {
        return false;
      }
    }
    return true;
  }

  /** Costs a twentieth of a pattern. */
  private static @Nullable Instant parseUsual(String text) {
    try {
      int hour = digits(text, 11, 13);
      int minute = digits(text, 14, 16);
      int second = digits(text, 17, 19);
      if (hour > 23 || minute > 59 || second > 59) {
        return null;
      }
      var date = LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
      int millis = text.length() == 20 ? 0 : digits(text, 20, 23);
      long seconds = date.toEpochDay() * SECONDS_OF_DAY + (hour * 60L + minute) * 60 + second;
      return Instant.ofEpochSecond(seconds, millis * 1_000_000L);
    } catch (DateTimeException noSuchTime) {
      return null;
    }
  }

  private static int digits(String text, int from, int end) {
    int number = 0;
    for (int i = from; i < end; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  /** Returns the same of any form. */
  static @Nullable Instant parseLenient(String text) {
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
