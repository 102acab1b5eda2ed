package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.CallTimes;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.wire.ReceivedEvent.Kind;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads PostHog's events. */
final class PostHogEvents {

  /** Properties that are the protocol's own, or an address. */
  private static final Set<String> ENVELOPE =
      Set.of(
          "token",
          "distinct_id",
          "$ip",
          "$set",
          "$set_once",
          "$insert_id",
          "$time",
          "$process_person_profile",
          "$is_identified",
          "$geoip_disable");

  /** Libraries that run where the clock is the visitor's. */
  private static final Set<String> VISITOR_LIBRARIES =
      Set.of(
          "web",
          "js",
          "posthog-ios",
          "posthog-android",
          "posthog-react-native",
          "posthog-flutter",
          "posthog-js-lite");

  private final EventDraft.Factory drafts;

  PostHogEvents(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  /**
   * What a request says of all its events.
   *
   * @param sent when it was sent, by the sender's clock
   */
  record Sending(@Nullable Instant sent, Instant receivedAt) {

    static Sending of(Request request, JsonNode body) {
      var said = body.path("sent_at");
      if (CallTexts.isAbsent(said)) {
        said = TextNode.valueOf(orEmpty(request.query("_")));
      }
      if (said.asText("").isEmpty()) {
        said = TextNode.valueOf(orEmpty(request.header("PostHog-Request-Timestamp")));
      }
      return new Sending(CallTimes.loose(said), request.receivedAt());
    }

    private static String orEmpty(@Nullable String text) {
      return text == null ? "" : text;
    }
  }

  CallReading read(JsonNode event, Sending sending) {
    if (!event.isObject()) {
      return Refused.because(RefusalKind.BODY, "", "must be an object");
    }
    var name = event.path("event").asText("");
    return switch (name) {
      case "$identify", "$set" -> person(event, sending).finish();
      case "$create_alias" -> alias(event, sending, Kind.ALIAS);
      case "$merge_dangerously" -> alias(event, sending, Kind.MERGE);
      case "$groupidentify" -> group(event, sending);
      default -> event(event, name, sending);
    };
  }

  private CallReading event(JsonNode event, String name, Sending sending) {
    var draft = begin(event, sending);
    switch (name) {
      case "$pageview" -> draft.is(Kind.PAGE, "Page Viewed");
      case "$screen" -> draft.is(Kind.SCREEN, "Screen Viewed");
      default -> draft.isNamed(event.path("event"), "event");
    }
    var reading = draft.putAll(event.path("properties"), "properties", ENVELOPE).finish();
    return hasTraits(event) ? reading.and(traitsBeside(event, sending)) : reading;
  }

  private static boolean hasTraits(JsonNode event) {
    return !traits(event).isEmpty();
  }

  private static JsonNode traits(JsonNode event) {
    var outside = event.path("$set");
    return outside.isObject() ? outside : event.path("properties").path("$set");
  }

  /** An event can say what is known of the person too: that is a statement of its own. */
  private CallReading traitsBeside(JsonNode event, Sending sending) {
    var id = event.path("uuid").asText("");
    var draft = person(event, sending);
    return id.isEmpty() ? draft.finish() : draft.messageId(id + ":$set").finish();
  }

  private EventDraft person(JsonNode event, Sending sending) {
    var draft = begin(event, sending).is(Kind.IDENTIFY, "Identify");
    var before = event.path("properties").path("$anon_distinct_id");
    if (!CallTexts.isAbsent(before)) {
      draft
          .userId(distinctId(event), "distinct_id")
          .anonymousId(before, "properties.$anon_distinct_id");
    }
    var traits = traits(event);
    return draft.putAll(traits, "$set", Set.of()).email(traits.path("email"));
  }

  private CallReading alias(JsonNode event, Sending sending, Kind kind) {
    var draft =
        begin(event, sending)
            .is(kind, "Alias")
            .userId(distinctId(event), "distinct_id")
            .anonymousId(event.path("properties").path("$device_id"), "properties.$device_id")
            .otherId(event.path("properties").path("alias"), "properties.alias");
    if (draft.isGood() && !(draft.hasUserId() && draft.hasOtherIds())) {
      draft.fault(RefusalKind.ID, "", "needs a distinct_id and an alias that are no placeholders");
    }
    return draft.finish();
  }

  /** Browsers say it in the name of somebody; servers mostly in that of the group itself. */
  private CallReading group(JsonNode event, Sending sending) {
    var said = event.path("properties");
    var type = said.path("$group_type");
    var key = said.path("$group_key");
    if (distinctId(event).asText("").equals("$" + type.asText("") + "_" + key.asText(""))) {
      return Refused.because(
          RefusalKind.TYPE, "event", "$groupidentify is of a group, and figures are of persons");
    }
    var draft = begin(event, sending).putText("group_type", type);
    var traits = said.path("$group_set");
    return Groups.put(draft, key, "properties.$group_key", traits, "properties.$group_set")
        .finish();
  }

  private EventDraft begin(JsonNode event, Sending sending) {
    var draft = drafts.begin(sending.receivedAt());
    var properties = event.path("properties");
    boolean hasUuid = !CallTexts.isAbsent(event.path("uuid"));
    draft.messageId(
        hasUuid ? event.path("uuid") : properties.path("$insert_id"),
        hasUuid ? "uuid" : "properties.$insert_id");
    sender(draft, event);
    time(draft, event, sending);
    return draft;
  }

  /**
   * A distinct id is a user's only where the event says so. Else it stays what a device's is: it
   * may come to follow a user later.
   */
  private static void sender(EventDraft draft, JsonNode event) {
    var properties = event.path("properties");
    var device = properties.path("$device_id");
    if (isIdentified(event)) {
      draft.userId(distinctId(event), "distinct_id");
      draft.anonymousId(device, "properties.$device_id");
    } else {
      draft.anonymousId(distinctId(event), "distinct_id");
    }
  }

  private static boolean isIdentified(JsonNode event) {
    var properties = event.path("properties");
    var said = properties.path("$is_identified");
    if (said.isBoolean()) {
      return said.booleanValue();
    }
    var device = properties.path("$device_id");
    return !CallTexts.isAbsent(properties.path("$user_id"))
        || (!CallTexts.isAbsent(device) && !device.asText("").equals(distinctId(event).asText("")));
  }

  private static JsonNode distinctId(JsonNode event) {
    var outside = event.path("distinct_id");
    return CallTexts.isAbsent(outside) ? event.path("properties").path("distinct_id") : outside;
  }

  private static void time(EventDraft draft, JsonNode event, Sending sending) {
    var said = event.path("timestamp");
    var offset = event.path("offset");
    if (CallTexts.isAbsent(said) && offset.isNumber()) {
      long millis = Math.max(0, offset.longValue());
      draft.time(sending.receivedAt().minusMillis(millis), offset.asText(), "offset");
      return;
    }
    var time = CallTimes.loose(said);
    var library = event.path("properties").path("$lib").asText("");
    if (time != null && VISITOR_LIBRARIES.contains(library)) {
      draft.time(draft.corrected(time, sending.sent()), said.asText(), "timestamp");
    } else {
      draft.time(said, "timestamp");
    }
  }
}
