package io.voronka.model.definition;

import io.voronka.model.event.Event;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of a funnel.
 *
 * @param name shown to people; distinct in its funnel
 * @param anyOf an event fills the stage if one of these matches
 * @param within longest time from the stage before, both ends included; null for no limit
 * @param optional whether a chain may skip it
 * @param value a numeric property of the stage's event to be summed up; null for none
 * @param target the share of the entered who should get here, above 0 to 1; null for none
 */
public record Stage(
    String name,
    List<Matcher> anyOf,
    @Nullable Duration within,
    boolean optional,
    @Nullable String value,
    @Nullable Double target) {

  public Stage {
    anyOf = List.copyOf(anyOf);
  }

  public static Stage of(String name, List<Matcher> anyOf) {
    return new Stage(name, anyOf, null, false, null, null);
  }

  public static Stage named(String name, String event) {
    return of(name, List.of(Matcher.named(event)));
  }

  public Stage within(Duration limit) {
    return new Stage(name, anyOf, limit, optional, value, target);
  }

  public Stage asOptional() {
    return new Stage(name, anyOf, within, true, value, target);
  }

  public Stage withValue(String property) {
    return new Stage(name, anyOf, within, optional, property, target);
  }

  public Stage withTarget(double share) {
    return new Stage(name, anyOf, within, optional, value, share);
  }

  public boolean matches(Event event) {
    return Matcher.anyMatches(anyOf, event);
  }
}
