package io.voronka.model.definition;

import io.voronka.model.event.Event;
import java.util.List;

/**
 * Events that void an attempt when they lie between two of its stages. In unordered funnels they
 * void it anywhere between its first and its last event.
 *
 * @param anyOf an event is excluded if one of these matches
 * @param after number of the stage after which they count, from 1
 * @param before number of the stage up to which they count; more than {@code after}
 */
public record Exclusion(List<Matcher> anyOf, int after, int before) {

  public Exclusion {
    anyOf = List.copyOf(anyOf);
  }

  public boolean matches(Event event) {
    return Matcher.anyMatches(anyOf, event);
  }
}
