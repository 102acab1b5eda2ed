package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.time.Calendar;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON form of calendars: {@code {"timeZone": "Europe/Berlin", "weekStart": "monday"}}. */
public final class CalendarJson {

  private CalendarJson() {}

  /** Writes both fields. */
  public static ObjectNode write(Calendar calendar) {
    return putInto(JsonNodeFactory.instance.objectNode(), calendar);
  }

  /** Adds both fields to an object; returns it. */
  public static ObjectNode putInto(ObjectNode json, Calendar calendar) {
    return json.put("timeZone", calendar.zone().getId())
        .put("weekStart", text(calendar.weekStart()));
  }

  private static String text(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }

  /** Finds a weekday by its English name in lower case. */
  public static Optional<DayOfWeek> weekday(String text) {
    return Arrays.stream(DayOfWeek.values()).filter(day -> text(day).equals(text)).findFirst();
  }

  /**
   * Reads a calendar; nothing, as in records from before there were calendars, is {@link
   * Calendar#UTC}.
   *
   * @throws MalformedRecord if it is none, or has a zone that this Java does not know
   */
  public static Calendar read(@Nullable JsonNode json) {
    if (json == null || json.isMissingNode() || json.isNull()) {
      return Calendar.UTC;
    }
    try {
      return new Calendar(
          ZoneId.of(json.path("timeZone").asText()),
          weekday(json.path("weekStart").asText())
              .orElseThrow(() -> new MalformedRecord("not a weekday")));
    } catch (DateTimeException unknown) {
      throw new MalformedRecord("not a known time zone", unknown);
    }
  }
}
