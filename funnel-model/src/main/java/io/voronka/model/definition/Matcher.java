package io.voronka.model.definition;

import io.voronka.model.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an event completes a stage.
 *
 * @param event the event's name; null matches any event
 * @param where conditions that must all hold
 */
public record Matcher(@Nullable String event, List<Condition> where) {

  public Matcher {
    where = List.copyOf(where);
  }

  public static Matcher named(String event) {
    return new Matcher(event, List.of());
  }

  static boolean anyMatches(List<Matcher> matchers, Event event) {
    for (var matcher : matchers) {
      if (matcher.matches(event)) {
        return true;
      }
    }
    return false;
  }

  public boolean matches(Event candidate) {
    if (event != null && !event.equals(candidate.name())) {
      return false;
    }
    for (var condition : where) {
      if (!condition.holds(candidate.properties())) {
        return false;
      }
    }
    return true;
  }
}
