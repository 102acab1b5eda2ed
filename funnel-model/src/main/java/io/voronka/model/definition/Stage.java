package io.voronka.model.definition;

import io.voronka.model.event.Event;
import java.util.List;

/**
 * A step of a funnel.
 *
 * @param name shown to people; distinct in its funnel
 * @param anyOf an event fills the stage if one of these matches
 */
public record Stage(String name, List<Matcher> anyOf) {

  public Stage {
    anyOf = List.copyOf(anyOf);
  }

  public static Stage named(String name, String event) {
    return new Stage(name, List.of(Matcher.named(event)));
  }

  public boolean matches(Event event) {
    for (var matcher : anyOf) {
      if (matcher.matches(event)) {
        return true;
      }
    }
    return false;
  }
}
