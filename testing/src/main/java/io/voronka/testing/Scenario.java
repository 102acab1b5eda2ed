package io.voronka.testing;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.timeline.Timeline;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The scenario notation: {@code 10:00 view 10:05 cart{size=3,color=red}}.
 *
 * <p>A time (of {@link #DAY}, UTC; with {@code +n} of the n-th day after it: {@code +1/10:00}),
 * then a name, then properties in braces if there are any. Digits are a number, all else is text.
 * The message id is the event's text, so that equal texts are one event; {@code #x} after it makes
 * another one. {@code identify} is no event: it says the traits in its braces of the person.
 */
public final class Scenario {

  public static final LocalDate DAY = LocalDate.of(2026, 3, 2); // a Monday

  private static final Pattern EVENT =
      Pattern.compile(
          "(?:\\+(\\d+)/)?(\\d\\d:\\d\\d(?::\\d\\d)?) ([\\w-]+)(?:\\{([^}]*)})?(?:#(\\w+))?");

  private Scenario() {}

  /** Returns the events in the order written. */
  public static List<Event> events(String text) {
    var events = new ArrayList<Event>();
    var found = EVENT.matcher(text);
    int end = 0;
    while (found.find()) {
      requireBlank(text, end, found.start());
      end = found.end();
      var day = found.group(1) == null ? DAY : DAY.plusDays(Long.parseLong(found.group(1)));
      var time = day.atTime(LocalTime.parse(found.group(2))).toInstant(ZoneOffset.UTC);
      var properties = found.group(4) == null ? "" : found.group(4);
      events.add(
          new Event(found.group(), time.toEpochMilli(), found.group(3), properties(properties)));
    }
    requireBlank(text, end, text.length());
    return events;
  }

  private static void requireBlank(String text, int from, int to) {
    if (!text.substring(from, to).isBlank()) {
      throw new IllegalArgumentException("not an event: '" + text.substring(from, to) + "'");
    }
  }

  private static Fields properties(String text) {
    var values = new LinkedHashMap<String, PropertyValue>();
    for (var pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      var parts = pair.split("=", 2);
      values.put(
          parts[0],
          parts[1].matches("-?\\d+") ? new Whole(Long.parseLong(parts[1])) : new Text(parts[1]));
    }
    return new Fields(values);
  }

  public static Timeline timeline(String text) {
    var events = events(text);
    return Timeline.of(
        events.stream().filter(one -> !isStatement(one)).toList(),
        events.stream().filter(Scenario::isStatement).toList());
  }

  /** Whether it is none of a person's events but something that was said of them. */
  public static boolean isStatement(Event event) {
    return event.name().equals("identify");
  }

  /** Returns a moment of {@link #DAY}. */
  public static Instant at(String time) {
    return DAY.atTime(LocalTime.parse(time)).toInstant(ZoneOffset.UTC);
  }
}
