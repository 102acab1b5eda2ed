package io.voronka.model.timeline;

import io.voronka.model.event.Event;
import io.voronka.model.event.Properties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One person's events, oldest first, each message id once, and what was said of the person beside
 * them. An immutable value.
 *
 * @param events sorted by (time, message id), without repeats
 * @param statements what identify calls said of the person, their properties the traits; sorted
 *     likewise. They are no events: no matcher sees them, and they neither interrupt a chain nor
 *     make or lengthen a session
 */
public record Timeline(List<Event> events, List<Event> statements) {

  /** The most events, and the most statements, of a timeline; the log alone keeps more. */
  public static final int MAX_EVENTS = 10_000;

  private static final Timeline EMPTY = new Timeline(List.of());

  /** Takes sorted events of a person of whom nothing was said. */
  public Timeline(List<Event> events) {
    this(events, List.of());
  }

  public static Timeline empty() {
    return EMPTY;
  }

  /** Sorts the events and drops repeats of a message id; of two with one id the earlier stays. */
  public static Timeline of(Collection<Event> events) {
    return of(events, List.of());
  }

  /** Sorts events and statements and drops repeats of a message id in each. */
  public static Timeline of(Collection<Event> events, Collection<Event> statements) {
    return new Timeline(sorted(events), sorted(statements));
  }

  private static List<Event> sorted(Collection<Event> events) {
    var sorted = new ArrayList<>(events);
    Collections.sort(sorted);
    var seen = new HashSet<String>();
    sorted.removeIf(event -> !seen.add(event.id()));
    return Collections.unmodifiableList(sorted);
  }

  /**
   * Returns the timeline with the event in its place, or null if nothing changes: the message id is
   * known with no later time, or there are {@link #MAX_EVENTS} already. Of two events with one
   * message id the earlier stays, whichever came first. O(events).
   */
  public @Nullable Timeline with(Event event) {
    var changed = inserted(event, events);
    return changed == null ? null : new Timeline(changed, statements);
  }

  /** Returns the timeline with the statement in its place, or null, as {@link #with}. */
  public @Nullable Timeline withStatement(Event statement) {
    var changed = inserted(statement, statements);
    return changed == null ? null : new Timeline(events, changed);
  }

  private static @Nullable List<Event> inserted(Event event, List<Event> into) {
    var known = find(event.id(), into);
    if (known != null ? known.timeMillis() <= event.timeMillis() : into.size() >= MAX_EVENTS) {
      return null;
    }
    var changed = new ArrayList<Event>(into.size() + 1);
    changed.addAll(into);
    if (known != null) {
      changed.remove(known);
    }
    int at = Collections.binarySearch(changed, event);
    changed.add(-at - 1, event);
    return Collections.unmodifiableList(changed);
  }

  private static @Nullable Event find(String id, List<Event> events) {
    for (var event : events) {
      if (event.id().equals(id)) {
        return event;
      }
    }
    return null;
  }

  /** Returns what was known at that moment: events and statements not later than it. */
  public Timeline asOf(long asOfMillis) {
    var known = upTo(asOfMillis, events);
    var said = upTo(asOfMillis, statements);
    boolean isAll = known.size() == events.size() && said.size() == statements.size();
    return isAll ? this : new Timeline(known, said);
  }

  private static List<Event> upTo(long asOfMillis, List<Event> events) {
    int end = events.size();
    while (end > 0 && events.get(end - 1).timeMillis() > asOfMillis) {
      end--;
    }
    return end == events.size() ? events : events.subList(0, end);
  }

  /**
   * Returns the person's traits: of each name what was said of it last, by time and message id. A
   * view; each look-up costs O(statements).
   */
  public Properties traits() {
    return name -> {
      for (int i = statements.size() - 1; i >= 0; i--) {
        var value = statements.get(i).properties().get(name);
        if (value != null) {
          return value;
        }
      }
      return null;
    };
  }
}
