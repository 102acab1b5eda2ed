package io.voronka.model.timeline;

import io.voronka.model.event.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/**
 * One person's events, oldest first, each message id once. An immutable value.
 *
 * @param events sorted by (time, message id), without repeats
 */
public record Timeline(List<Event> events) {

  /** The most events that a timeline holds; what comes after is kept in the log only. */
  public static final int MAX_EVENTS = 10_000;

  private static final Timeline EMPTY = new Timeline(List.of());

  public static Timeline empty() {
    return EMPTY;
  }

  /** Sorts the events and drops repeats of a message id; of two with one id the earlier stays. */
  public static Timeline of(Collection<Event> events) {
    var sorted = new ArrayList<>(events);
    Collections.sort(sorted);
    var seen = new HashSet<String>();
    sorted.removeIf(event -> !seen.add(event.id()));
    return new Timeline(Collections.unmodifiableList(sorted));
  }

  /** Returns what was known at that moment: the events not later than it. */
  public Timeline asOf(long asOfMillis) {
    int end = events.size();
    while (end > 0 && events.get(end - 1).timeMillis() > asOfMillis) {
      end--;
    }
    return end == events.size() ? this : new Timeline(events.subList(0, end));
  }
}
