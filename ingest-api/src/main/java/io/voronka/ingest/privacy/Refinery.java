package io.voronka.ingest.privacy;

import io.voronka.model.event.Event;
import io.voronka.model.event.Properties;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Flag;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.session.EventField;
import io.voronka.wire.EventCodec;
import io.voronka.wire.ReceivedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives events what is known of their visitors, and takes from them what must not be kept. Safe for
 * any thread.
 */
public final class Refinery {

  /** What it puts: the plain names that sessions look for first. */
  private static final String BROWSER = "browser";

  private static final String OS = "os";
  private static final String DEVICE = "device";
  private static final String COUNTRY = "country";
  private static final String BOT = "bot";

  private final PrivacyRules rules;
  private final Browsers browsers = new Browsers();
  private final @Nullable Countries countries;

  /**
   * Makes one.
   *
   * @param countries null: countries are not told
   */
  public Refinery(PrivacyRules rules, @Nullable Countries countries) {
    this.rules = rules;
    this.countries = countries;
  }

  /** Returns what holds for a project. */
  public PrivacyRule ruleOf(String project) {
    return rules.of(project);
  }

  /** Returns events as they are kept, in their order. */
  public List<ReceivedEvent> refine(String project, List<ReceivedEvent> events, Visitor visitor) {
    var rule = rules.of(project);
    var address = visitor.address();
    var country = countries == null || address == null ? null : countries.of(address);
    var refined = new ArrayList<ReceivedEvent>(events.size());
    for (var event : events) {
      refined.add(refine(event, visitor, country, rule));
    }
    return refined;
  }

  @SuppressWarnings("ReferenceEquality") // whether anything was done
  private ReceivedEvent refine(
      ReceivedEvent received, Visitor visitor, @Nullable String country, PrivacyRule rule) {
    var event = received.event();
    boolean isTold = received.kind().isEvent() && isTold(event.properties(), visitor, country);
    if (rule.isEmpty() && !isTold) {
      return received;
    }
    var said = EventCodec.properties(event);
    var all = isTold ? withVisitor(said, visitor, country) : said;
    var kept = rule.of(all);
    return kept == said
        ? received
        : new ReceivedEvent(
            received.kind(),
            received.userId(),
            received.anonymousId(),
            received.otherIds(),
            received.receivedMillis(),
            new Event(event.id(), event.timeMillis(), event.name(), kept));
  }

  /** Whether anything can be known of a visitor. */
  private static boolean isTold(Properties said, Visitor visitor, @Nullable String country) {
    return visitor.userAgent() != null || country != null || EventField.USER_AGENT.in(said) != null;
  }

  private Fields withVisitor(Fields said, Visitor visitor, @Nullable String country) {
    var own = EventField.USER_AGENT.in(said);
    var userAgent = own != null ? own : visitor.userAgent();
    var all = new LinkedHashMap<String, PropertyValue>(said.values());
    if (userAgent != null) {
      var browser = browsers.of(userAgent);
      put(all, said, EventField.BROWSER, BROWSER, browser.browser());
      put(all, said, EventField.OS, OS, browser.os());
      put(all, said, EventField.DEVICE, DEVICE, browser.device());
      if (browser.isBot()) {
        all.putIfAbsent(BOT, new Flag(true));
      }
    }
    put(all, said, EventField.COUNTRY, COUNTRY, country);
    return new Fields(all);
  }

  private static void put(
      Map<String, PropertyValue> all,
      Fields said,
      EventField field,
      String name,
      @Nullable String value) {
    if (value != null && field.in(said) == null) {
      all.putIfAbsent(name, new Text(value));
    }
  }
}
