package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.ingest.protocol.CallsOfBody.Outcome;
import io.voronka.wire.Position;
import io.voronka.wire.ReceivedEvent.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mixpanel's {@code track}, {@code import} and {@code engage}. Old PostHog libraries post here too.
 */
public final class Mixpanel implements TreeProtocol {

  private static final Set<String> ENVELOPE =
      Set.of("token", "distinct_id", "$device_id", "$user_id", "$insert_id", "time", "ip", "$ip");

  private static final String DATA = "data";
  private static final String DEVICE = "$device:";

  private final EventDraft.Factory drafts;
  private final boolean isOfPeople;

  private Mixpanel(EventDraft.Factory drafts, boolean isOfPeople) {
    this.drafts = drafts;
    this.isOfPeople = isOfPeople;
  }

  /** Returns the paths and what is spoken there. */
  public static Map<String, TreeProtocol> routes(EventDraft.Factory drafts) {
    var routes = new LinkedHashMap<String, TreeProtocol>();
    var old = Objects.requireNonNull(PostHog.routes(drafts).get("/capture"));
    routes.put("/track", new Either(new Mixpanel(drafts, false), old, Mixpanel::isOfPostHog));
    routes.put("/engage", new Either(new Mixpanel(drafts, true), old, Mixpanel::isOfPostHog));
    routes.put("/import", new Mixpanel(drafts, false));
    return routes;
  }

  private static boolean isOfPostHog(JsonNode body) {
    var first = body.isArray() ? body.path(0) : body;
    return first.has("api_key") || first.has("uuid") || first.has("distinct_id");
  }

  @Override
  public String messageInQuery() {
    return DATA;
  }

  /** A single event comes by GET, in the query. */
  @Override
  public JsonNode body(Request request, byte[] bytes) {
    var data = request.query(DATA);
    return bytes.length == 0 && data != null ? Payload.data(data) : Payload.json(bytes);
  }

  @Override
  public boolean isSentAgain() {
    return false;
  }

  @Override
  public List<@Nullable String> keys(Request request, JsonNode body) {
    var first = body.isArray() ? body.path(0) : body;
    var keys = new ArrayList<@Nullable String>();
    keys.add(first.path("properties").path("token").textValue());
    keys.add(first.path("$token").textValue());
    keys.add(request.query("token"));
    return keys;
  }

  @Override
  public CallsOfBody read(Request request, JsonNode body, int bytes) {
    return body.isArray()
        ? CallsOfBody.ofList(body, "", bytes, message -> read(message, request))
        : CallsOfBody.ofOne(body, bytes, message -> read(message, request));
  }

  private CallReading read(JsonNode message, Request request) {
    if (!message.isObject()) {
      return Refused.because(RefusalKind.BODY, "", "must be an object");
    }
    return isOfPeople ? person(message, request) : event(message, request);
  }

  private CallReading event(JsonNode event, Request request) {
    var properties = event.path("properties");
    var draft = drafts.begin(request.receivedAt());
    draft.messageId(properties.path("$insert_id"), "properties.$insert_id");
    draft.time(properties.path("time"), "properties.time");
    var name = event.path("event").asText("");
    if (name.equals("$create_alias") || name.equals("$identify")) {
      return joined(draft, name, properties);
    }
    sender(draft, properties);
    if (name.equals("$mp_web_page_view")) {
      draft.is(Kind.PAGE, "Page Viewed");
    } else {
      draft.isNamed(event.path("event"), "event");
    }
    return draft.putAll(properties, "properties", ENVELOPE).finish();
  }

  private static CallReading joined(EventDraft draft, String name, JsonNode properties) {
    if (name.equals("$identify")) {
      return draft
          .is(Kind.IDENTIFY, "Identify")
          .userId(properties.path("$identified_id"), "properties.$identified_id")
          .anonymousId(properties.path("$anon_id"), "properties.$anon_id")
          .finish();
    }
    draft
        .is(Kind.ALIAS, "Alias")
        .userId(properties.path("distinct_id"), "properties.distinct_id")
        .otherId(properties.path("alias"), "properties.alias");
    if (draft.isGood() && !(draft.hasUserId() && draft.hasOtherIds())) {
      draft.fault(RefusalKind.ID, "", "needs a distinct_id and an alias that are no placeholders");
    }
    return draft.finish();
  }

  /** A distinct id is a user's where a device is named beside it, unless it is that device's. */
  private static void sender(EventDraft draft, JsonNode properties) {
    var device = properties.path("$device_id");
    var user = properties.path("$user_id");
    var distinct = properties.path("distinct_id");
    var text = distinct.asText("");
    if (text.startsWith(DEVICE)) {
      distinct = TextNode.valueOf(text.substring(DEVICE.length()));
    }
    boolean isOfDevice =
        CallTexts.isAbsent(device) || text.startsWith(DEVICE) || text.equals(device.asText(""));
    if (!CallTexts.isAbsent(user) || !isOfDevice) {
      draft.userId(CallTexts.isAbsent(user) ? distinct : user, "properties.distinct_id");
    }
    draft.anonymousId(CallTexts.isAbsent(device) ? distinct : device, "properties.$device_id");
    draft.requireSender("a distinct_id, a $user_id or a $device_id");
  }

  private CallReading person(JsonNode message, Request request) {
    var traits = message.path("$set");
    if (!traits.isObject()) {
      return CallReading.passedOver(); // counters, lists and deletions of profiles
    }
    var draft =
        drafts
            .begin(request.receivedAt())
            .is(Kind.IDENTIFY, "Identify")
            .anonymousId(message.path("$distinct_id"), "$distinct_id")
            .requireSender("a $distinct_id")
            .time(message.path("$time"), "$time");
    for (var trait : traits.properties()) {
      var name = trait.getKey();
      draft.put(name.startsWith("$") ? name.substring(1) : name, trait.getValue());
    }
    return draft.email(traits.path("$email")).finish();
  }

  /** The library looks at nothing but this. */
  @Override
  public Reply answer(Request request, Outcome outcome, Position position) {
    return "1".equals(request.query("verbose"))
        ? Reply.json(Map.of("status", 1, "error", ""))
        : Reply.text("1");
  }
}
