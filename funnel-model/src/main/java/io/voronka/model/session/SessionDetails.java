package io.voronka.model.session;

import io.voronka.model.event.Event;
import io.voronka.model.event.Properties;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.timeline.Session;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Sessions;
import io.voronka.model.timeline.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session and what its events say of it, each worked out once, when asked for. Not thread-safe.
 */
public final class SessionDetails {

  private static final Set<String> VIEWS =
      Set.of("Page Viewed", "Screen Viewed", "$pageview", "$screen", "page_view", "screen_view");
  private static final Set<String> PHONES = Set.of("ios", "android");

  private final Session session;
  private final List<Event> events;
  private @Nullable Properties first;
  private @Nullable Map<SessionProperty, Optional<PropertyValue>> known;
  private @Nullable Arrival arrival;
  private @Nullable Boolean isBounce;

  private SessionDetails(Session session, List<Event> events) {
    this.session = session;
    this.events = events;
  }

  static SessionDetails of(Session session, Timeline timeline) {
    return new SessionDetails(session, timeline.events().subList(session.first(), session.end()));
  }

  /** Returns the sessions of a timeline, oldest first. */
  public static List<SessionDetails> of(Timeline timeline, SessionRule rule) {
    var details = new ArrayList<SessionDetails>();
    for (var session : Sessions.of(timeline, rule).list()) {
      details.add(of(session, timeline));
    }
    return details;
  }

  public Session session() {
    return session;
  }

  /** Its events, oldest first; at least one. */
  public List<Event> events() {
    return events;
  }

  /** From its first to its last event. */
  public long lengthMillis() {
    return session.lastMillis() - session.startMillis();
  }

  /** Whether it has one event, or only views of one and the same page. */
  public boolean isBounce() {
    if (isBounce == null) {
      isBounce = events.size() == 1 || isOfOnePage();
    }
    return isBounce;
  }

  private boolean isOfOnePage() {
    for (var event : events) {
      if (!isView(event)) {
        return false;
      }
    }
    var page = page(events.get(0));
    return page != null && events.stream().allMatch(event -> page.equals(page(event)));
  }

  /**
   * Whether it landed and left where the other did, as far as can be told at once: it is the other
   * with more at its end that names no page.
   */
  public boolean surelyHasPagesOf(SessionDetails before) {
    if (!isBegunBy(before.events)) {
      return false;
    }
    for (int i = before.events.size(); i < events.size(); i++) {
      if (page(events.get(i)) != null) {
        return false;
      }
    }
    return true;
  }

  /** Returns a property, or null where nothing is said of it. */
  public @Nullable PropertyValue get(SessionProperty property) {
    if (known == null) {
      known = new EnumMap<>(SessionProperty.class);
    }
    var value = known.get(property);
    if (value == null) {
      value = Optional.ofNullable(workOut(property));
      known.put(property, value);
    }
    return value.orElse(null);
  }

  private @Nullable PropertyValue workOut(SessionProperty property) {
    return switch (property) {
      case NUMBER -> new Whole(session.number());
      case START -> new Text(Instant.ofEpochMilli(session.startMillis()).toString());
      default -> {
        var text = text(property);
        yield text == null ? null : new Text(text);
      }
    };
  }

  private @Nullable String text(SessionProperty property) {
    return switch (property) {
      case CHANNEL -> Channels.of(arrival()).text();
      case UTM_SOURCE -> arrival().utmSource();
      case UTM_MEDIUM -> arrival().utmMedium();
      case UTM_CAMPAIGN -> arrival().utmCampaign();
      case UTM_TERM -> arrival().utmTerm();
      case UTM_CONTENT -> arrival().utmContent();
      case REFERRER -> arrival().referrer();
      case REFERRING_DOMAIN -> arrival().referringDomain();
      case LANDING -> landing();
      case EXIT -> exit();
      case DEVICE -> device();
      case BROWSER -> EventField.BROWSER.in(first());
      case OS -> EventField.OS.in(first());
      case COUNTRY -> EventField.COUNTRY.in(first());
      case NUMBER, START -> throw new IllegalArgumentException(property + " is no text");
    };
  }

  private Properties first() {
    if (first == null) {
      first = events.get(0).properties().unpacked();
    }
    return first;
  }

  private Arrival arrival() {
    if (arrival == null) {
      arrival = Arrival.of(first());
    }
    return arrival;
  }

  private @Nullable String landing() {
    String page = null;
    for (int i = 0; i < events.size() && page == null; i++) {
      page = page(events.get(i));
    }
    return page;
  }

  private @Nullable String exit() {
    String page = null;
    for (int i = events.size() - 1; i >= 0 && page == null; i--) {
      page = page(events.get(i));
    }
    return page;
  }

  /** Whether it begins with the very same events, not with other versions of their messages. */
  @SuppressWarnings("ReferenceEquality") // two versions of one message are equal
  public boolean isBegunBy(List<Event> first) {
    if (first.size() > events.size()) {
      return false;
    }
    for (int i = 0; i < first.size(); i++) {
      if (events.get(i) != first.get(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isView(Event event) {
    return VIEWS.contains(event.name());
  }

  private static @Nullable String page(Event event) {
    var properties = event.properties().unpacked();
    var path = Url.of(EventField.PATH.in(properties)).path();
    if (path.isEmpty()) {
      var url = Url.of(EventField.URL.in(properties));
      path = url.path().isEmpty() && !url.host().isEmpty() ? "/" : url.path();
    }
    if (!path.isEmpty()) {
      return path;
    }
    return isView(event) ? EventField.SCREEN.in(properties) : null;
  }

  private @Nullable String device() {
    var said = EventField.DEVICE.in(first());
    if (said == null) {
      return null;
    }
    var lower = said.toLowerCase(Locale.ROOT);
    return PHONES.contains(lower) ? "mobile" : lower; // mobile libraries name the system there
  }
}
