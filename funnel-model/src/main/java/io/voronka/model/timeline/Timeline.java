package io.voronka.model.timeline;

import io.voronka.model.event.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /**
   * Returns the timeline with the event in its place, or null if nothing changes: the message id is
   * known with no later time, or there are {@link #MAX_EVENTS} already. Of two events with one
   * message id the earlier stays, whichever came first. O(events).
   */
  public @Nullable Timeline with(Event event) {
    var known = find(event.id());
    if (known != null ? known.timeMillis() <= event.timeMillis() : events.size() >= MAX_EVENTS) {
      return null;
    }
    var changed = new ArrayList<Event>(events.size() + 1);
    changed.addAll(events);
    if (known != null) {
      changed.remove(known);
    }
    int at = Collections.binarySearch(changed, event);
    changed.add(-at - 1, event);
    return new Timeline(Collections.unmodifiableList(changed));
  }

  /** Returns the event of that message id, or null. O(events). */
  public @Nullable Event find(String id) {
    for (var event : events) {
      if (event.id().equals(id)) {
        return event;
      }
    }
    return null;
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
