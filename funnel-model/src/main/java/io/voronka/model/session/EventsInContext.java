package io.voronka.model.session;

import io.voronka.model.event.Event;
import io.voronka.model.event.Properties;
import io.voronka.model.event.PropertyPath;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Sessions;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes events answer what is asked of the session they are in ({@code session.channel}) and of the
 * person ({@code person.plan}). Sessions and traits are those of the whole timeline that is given,
 * worked out when first asked for. The events made share what was worked out: not thread-safe.
 */
public final class EventsInContext {

  private final Timeline timeline;
  private final SessionRule rule;
  private final Map<Integer, SessionDetails> details = new HashMap<>();
  private final Map<String, Optional<PropertyValue>> traits = new HashMap<>();
  private @Nullable Sessions sessions;

  private EventsInContext(Timeline timeline, SessionRule rule) {
    this.timeline = timeline;
    this.rule = rule;
  }

  /** Returns the same timeline with such events. O(events). */
  public static Timeline of(Timeline timeline, SessionRule rule) {
    var context = new EventsInContext(timeline, rule);
    var events = new ArrayList<Event>(timeline.events().size());
    for (var event : timeline.events()) {
      events.add(
          new Event(
              event.id(),
              event.timeMillis(),
              event.name(),
              new InContext(event.properties(), event.timeMillis(), context)));
    }
    return new Timeline(List.copyOf(events), timeline.statements());
  }

  /** Returns the properties that came with the event, without what is asked of its context. */
  public static Properties said(Properties properties) {
    return properties instanceof InContext inContext ? said(inContext.said) : properties;
  }

  private record InContext(Properties said, long timeMillis, EventsInContext context)
      implements Properties {
    @Override
    public @Nullable PropertyValue get(String name) {
      return switch (PropertyPath.Scope.of(name)) {
        case EVENT -> said.get(name);
        case SESSION -> context.ofSession(name, timeMillis);
        case PERSON -> context.ofPerson(name);
      };
    }
  }

  private @Nullable PropertyValue ofSession(String path, long millis) {
    var property = SessionProperty.of(PropertyPath.Scope.SESSION.nameIn(path)).orElse(null);
    if (property == null) {
      return null;
    }
    if (sessions == null) {
      sessions = Sessions.of(timeline, rule);
    }
    var session = sessions.at(millis);
    return details
        .computeIfAbsent(session.number(), number -> SessionDetails.of(session, timeline))
        .get(property);
  }

  private @Nullable PropertyValue ofPerson(String path) {
    return traits
        .computeIfAbsent(
            path,
            absent ->
                Optional.ofNullable(
                    PropertyPath.of(PropertyPath.Scope.PERSON.nameIn(absent))
                        .in(timeline.traits())))
        .orElse(null);
  }
}
