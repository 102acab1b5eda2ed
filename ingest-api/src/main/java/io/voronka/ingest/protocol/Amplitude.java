package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.CallTimes;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.ingest.protocol.CallsOfBody.Outcome;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Position;
import io.voronka.wire.ReceivedEvent.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Amplitude's HTTP API, version 2. Its libraries look at the {@code code} in the answer's body. */
public final class Amplitude implements TreeProtocol {

  /** Fields with a meaning here or none anywhere; every other field of an event is a property. */
  private static final Set<String> ENVELOPE =
      Set.of(
          "user_id",
          "device_id",
          "event_type",
          "time",
          "insert_id",
          "event_id",
          "event_properties",
          "user_properties",
          "ip");

  /** Beginnings of the names of libraries that run where the clock is the visitor's. */
  private static final List<String> VISITOR_LIBRARIES =
      List.of(
          "amplitude-ts/",
          "amplitude-js/",
          "amplitude-ios/",
          "amplitude-swift/",
          "amplitude-android/",
          "amplitude-analytics-android/",
          "amplitude-react-native",
          "amplitude-flutter/");

  private final EventDraft.Factory drafts;

  private Amplitude(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  /** Returns the paths and what is spoken there; {@code /batch} is PostHog's too. */
  public static Map<String, TreeProtocol> routes(EventDraft.Factory drafts) {
    var amplitude = new Amplitude(drafts);
    var routes = new LinkedHashMap<String, TreeProtocol>();
    routes.put("/2/httpapi", amplitude);
    routes.put(
        "/batch",
        new Either(
            Objects.requireNonNull(PostHog.routes(drafts).get("/batch")),
            amplitude,
            body -> body.path("events").isArray()));
    return routes;
  }

  @Override
  public List<@Nullable String> keys(Request request, JsonNode body) {
    var keys = new ArrayList<@Nullable String>();
    keys.add(body.path("api_key").textValue());
    return keys;
  }

  @Override
  public CallsOfBody read(Request request, JsonNode body, int bytes) {
    var events = body.path("events");
    if (!events.isArray()) {
      throw UnusableBody.invalid("events", "must be a list of events");
    }
    var sent = CallTimes.loose(body.path("client_upload_time"));
    return CallsOfBody.ofList(events, "events", bytes, event -> read(event, sent, request));
  }

  private CallReading read(JsonNode event, @Nullable Instant sent, Request request) {
    if (!event.isObject()) {
      return Refused.because(RefusalKind.BODY, "", "must be an object");
    }
    var type = event.path("event_type").asText("");
    if (type.equals("$groupidentify")) {
      return group(event, sent, request);
    }
    if (type.equals("$identify")) {
      return person(event, sent, request).finish();
    }
    var draft = begin(event, sent, request);
    if (type.equals("[Amplitude] Page Viewed")) {
      draft.is(Kind.PAGE, "Page Viewed");
    } else {
      draft.isNamed(event.path("event_type"), "event_type");
    }
    draft.putAll(event.path("event_properties"), "event_properties", Set.of());
    for (var field : event.properties()) {
      if (!ENVELOPE.contains(field.getKey())) {
        draft.putIfAbsent(field.getKey(), field.getValue());
      }
    }
    var reading = draft.finish();
    return traits(event).isEmpty() ? reading : reading.and(traitsBeside(event, sent, request));
  }

  private CallReading traitsBeside(JsonNode event, @Nullable Instant sent, Request request) {
    var id = event.path("insert_id").asText("");
    var draft = person(event, sent, request);
    return id.isEmpty() ? draft.finish() : draft.messageId(id + ":$set").finish();
  }

  private EventDraft person(JsonNode event, @Nullable Instant sent, Request request) {
    var traits = traits(event);
    return begin(event, sent, request)
        .is(Kind.IDENTIFY, "Identify")
        .putAll(traits, "user_properties", Set.of())
        .email(traits.path("email"));
  }

  private CallReading group(JsonNode event, @Nullable Instant sent, Request request) {
    if (CallTexts.isAbsent(event.path("user_id")) && CallTexts.isAbsent(event.path("device_id"))) {
      return Refused.because(
          RefusalKind.TYPE,
          "event_type",
          "$groupidentify is of a group, and figures are of persons");
    }
    var draft = begin(event, sent, request);
    var groups = event.path("groups").properties().iterator();
    var group = groups.hasNext() ? groups.next() : null;
    var id = group == null ? MissingNode.getInstance() : group.getValue();
    draft.put("group_type", group == null ? null : group.getKey());
    var traits = operands(event.path("group_properties"));
    return Groups.put(draft, id, "groups", traits, "group_properties").finish();
  }

  private static JsonNode traits(JsonNode event) {
    return operands(event.path("user_properties"));
  }

  /** Either below {@code $set}, beside other operations, or as they are. */
  private static JsonNode operands(JsonNode said) {
    for (var field : said.properties()) {
      if (field.getKey().startsWith("$")) {
        return said.path("$set");
      }
    }
    return said;
  }

  private EventDraft begin(JsonNode event, @Nullable Instant sent, Request request) {
    var draft =
        drafts
            .begin(request.receivedAt())
            .messageId(event.path("insert_id"), "insert_id")
            .userId(event.path("user_id"), "user_id")
            .anonymousId(event.path("device_id"), "device_id")
            .requireSender("a user_id or a device_id");
    var said = CallTimes.loose(event.path("time"));
    var library = event.path("library").asText("");
    return said != null && VISITOR_LIBRARIES.stream().anyMatch(library::startsWith)
        ? draft.time(draft.corrected(said, sent), event.path("time").asText(), "time")
        : draft.time(event.path("time"), "time");
  }

  @Override
  public Reply answer(Request request, Outcome outcome, Position position) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("code", 200);
    answer.put("events_ingested", outcome.accepted());
    answer.put("payload_size_bytes", length(request));
    answer.put("server_upload_time", request.receivedAt().toEpochMilli());
    return Reply.json(answer);
  }

  private static int length(Request request) {
    var said = request.header("Content-Length");
    return said != null && said.matches("\\d{1,9}") ? Integer.parseInt(said) : 0;
  }

  @Override
  public boolean isLenient() {
    return true;
  }

  /** Without a code the library would try again and again. */
  @Override
  public Reply failure(Request request, ServiceException failure) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("code", failure.type().status());
    answer.put("error", String.valueOf(failure.getMessage()));
    answer.put("violations", failure.violations());
    return Reply.json(failure.type().status(), answer);
  }
}
