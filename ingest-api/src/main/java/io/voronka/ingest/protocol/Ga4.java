package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.wire.ReceivedEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Measurement Protocol of GA4, with a write key for {@code api_secret}. It knows no message
 * ids: of an event sent twice only a {@code purchase} with its transaction can be told to be one.
 */
public final class Ga4 implements TreeProtocol {

  private final EventDraft.Factory drafts;

  private Ga4(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  /** Returns the paths and what is spoken there. */
  public static Map<String, TreeProtocol> routes(EventDraft.Factory drafts) {
    return Map.of("/mp/collect", new Ga4(drafts));
  }

  @Override
  public boolean isSentAgain() {
    return false;
  }

  @Override
  public List<@Nullable String> keys(Request request, JsonNode body) {
    var keys = new ArrayList<@Nullable String>();
    keys.add(request.query("api_secret"));
    return keys;
  }

  @Override
  public CallsOfBody read(Request request, JsonNode body, int bytes) {
    var events = body.path("events");
    if (!events.isArray()) {
      throw UnusableBody.invalid("events", "must be a list of events");
    }
    var calls = CallsOfBody.ofList(events, "events", bytes, event -> read(event, body, request));
    boolean saysTraits = calls.accepted() > 0 && !body.path("user_properties").isEmpty();
    return saysTraits ? calls.with(traits(body, request)) : calls;
  }

  private CallReading read(JsonNode event, JsonNode body, Request request) {
    if (!event.isObject()) {
      return Refused.because(RefusalKind.BODY, "", "must be an object");
    }
    var draft = begin(body, request);
    var params = event.path("params");
    time(draft, event, body);
    switch (event.path("name").asText("")) {
      case "page_view" -> draft.is(Kind.PAGE, "Page Viewed");
      case "screen_view" -> draft.is(Kind.SCREEN, "Screen Viewed");
      case "purchase" -> {
        draft.isNamed(event.path("name"), "name");
        var transaction = CallTexts.plain(params.path("transaction_id"));
        if (transaction != null && !transaction.isBlank()) {
          draft.messageId("purchase:" + transaction);
        }
      }
      default -> draft.isNamed(event.path("name"), "name");
    }
    return draft.putAll(params, "params", Set.of()).finish();
  }

  /** What a request knows of its user is said once. */
  private CallReading traits(JsonNode body, Request request) {
    var draft =
        begin(body, request)
            .is(Kind.IDENTIFY, "Identify")
            .time(body.path("timestamp_micros"), "timestamp_micros");
    var traits = body.path("user_properties");
    if (!traits.isObject()) {
      draft.fault(RefusalKind.FIELD, "user_properties", "must be an object");
    }
    for (var trait : traits.properties()) {
      draft.put(trait.getKey(), trait.getValue().path("value"));
    }
    return draft.finish();
  }

  private EventDraft begin(JsonNode body, Request request) {
    boolean isApp = !CallTexts.isAbsent(body.path("app_instance_id"));
    var device = isApp ? "app_instance_id" : "client_id";
    return drafts
        .begin(request.receivedAt())
        .userId(body.path("user_id"), "user_id")
        .anonymousId(body.path(device), device)
        .requireSender("a client_id, an app_instance_id or a user_id");
  }

  private static void time(EventDraft draft, JsonNode event, JsonNode body) {
    var own = event.path("timestamp_micros");
    draft.time(CallTexts.isAbsent(own) ? body.path("timestamp_micros") : own, "timestamp_micros");
  }
}
