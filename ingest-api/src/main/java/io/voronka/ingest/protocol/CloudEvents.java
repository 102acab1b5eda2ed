package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.kit.ProblemType;
import io.voronka.model.definition.Violation;
import io.voronka.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 over HTTP: binary, structured and batch, told apart by the content type alone.
 *
 * <p>The {@code type} is the event's name, {@code subject} its user, {@code source} and {@code id}
 * together the message id; {@code user_id}, {@code anonymous_id} and {@code email} of the data are
 * ids too.
 */
public final class CloudEvents implements TreeProtocol {

  private static final String BATCH = "application/cloudevents-batch";
  private static final String STRUCTURED = "application/cloudevents";

  /** Attributes that have a meaning here; extensions are properties. */
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "specversion",
          "id",
          "source",
          "type",
          "time",
          "subject",
          "dataschema",
          "datacontenttype",
          "data",
          "data_base64");

  private static final Set<String> IDS_IN_DATA = Set.of("user_id", "anonymous_id", "email", "ip");

  private final EventDraft.Factory drafts;

  private CloudEvents(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  /** Returns the paths and what is spoken there. */
  public static Map<String, TreeProtocol> routes(EventDraft.Factory drafts) {
    return Map.of("/ce", new CloudEvents(drafts));
  }

  @Override
  public JsonNode body(Request request, byte[] bytes) {
    var type = contentType(request);
    if (!type.startsWith(STRUCTURED)) {
      return CloudEventHeaders.read(request, bytes);
    }
    if (!type.endsWith("+json")) {
      throw new UnusableBody(
          ProblemType.UNSUPPORTED_TYPE,
          RefusalKind.BODY,
          new Violation("", "must be in the JSON format of CloudEvents"));
    }
    return Json.read(bytes);
  }

  private static String contentType(Request request) {
    var type = request.header("Content-Type");
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<@Nullable String> keys(Request request, JsonNode body) {
    return List.of();
  }

  @Override
  public CallsOfBody read(Request request, JsonNode body, int bytes) {
    if (!contentType(request).startsWith(BATCH)) {
      return CallsOfBody.ofOne(body, bytes, event -> read(event, request));
    }
    if (!body.isArray()) {
      throw UnusableBody.invalid("", "must be a list of events");
    }
    return CallsOfBody.ofList(body, "", bytes, event -> read(event, request));
  }

  private CallReading read(JsonNode event, Request request) {
    if (!event.isObject()) {
      return Refused.because(RefusalKind.BODY, "", "must be an object");
    }
    var draft = drafts.begin(request.receivedAt());
    require(draft, event);
    var data = event.path("data");
    boolean isObject = data.isObject();
    var subject = event.path("subject");
    var user = isObject && data.has("user_id") ? data.path("user_id") : subject;
    draft
        .userId(user, isObject && data.has("user_id") ? "data.user_id" : "subject")
        .anonymousId(data.path("anonymous_id"), "data.anonymous_id")
        .email(data.path("email"))
        .requireSender("a subject, or a user_id, anonymous_id or email in its data")
        .time(event.path("time"), "time");
    for (var attribute : event.properties()) {
      if (!ATTRIBUTES.contains(attribute.getKey())) {
        draft.put(attribute.getKey(), attribute.getValue()); // an extension
      }
    }
    draft.put("source", event.path("source")).put("dataschema", event.path("dataschema"));
    if (isObject) {
      draft.putAll(withoutProperties(data), "data", IDS_IN_DATA);
      draft.putAll(properties(data), "data.properties", Set.of());
    } else {
      draft.put("data", data).put("data_base64", event.path("data_base64"));
    }
    return draft.finish();
  }

  /** Properties in the data stand for themselves, where they are an object. */
  private static JsonNode properties(JsonNode data) {
    return data.path("properties").isObject()
        ? data.path("properties")
        : JsonNodeFactory.instance.missingNode();
  }

  private static JsonNode withoutProperties(JsonNode data) {
    return data.path("properties").isObject()
        ? ((ObjectNode) data.deepCopy()).without("properties")
        : data;
  }

  private static void require(EventDraft draft, JsonNode event) {
    if (!event.path("specversion").asText("").equals("1.0")) {
      draft.fault(RefusalKind.FIELD, "specversion", "must be 1.0");
    }
    var id = event.path("id");
    var source = event.path("source");
    for (var field : List.of("id", "source")) {
      if (!event.path(field).isTextual() || event.path(field).textValue().isBlank()) {
        draft.fault(RefusalKind.ID, field, "must be a string that is not blank");
      }
    }
    draft.messageId(source.asText("") + "|" + id.asText(""));
    draft.isNamed(event.path("type"), "type");
    if (event.has("data_base64") && !CallTexts.isAbsent(event.path("data"))) {
      draft.fault(RefusalKind.FIELD, "data_base64", "can't be there beside data");
    }
  }
}
