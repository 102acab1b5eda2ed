package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.ingest.call.Limits;
import io.voronka.ingest.privacy.PrivacyRule;
import io.voronka.wire.Json;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stood around a message that could not be taken, so that it can be read again as it was.
 *
 * @param source the route that took it in, such as {@code v1/batch}
 * @param query without keys
 * @param headers those that decoders look at, by their names in lower case
 * @param list the field that held it in a list; empty if the body was the list, null if there was
 *     none
 * @param beside what else the body said; null for nothing, or too much to be kept
 */
public record Wrapping(
    String source,
    Map<String, String> query,
    Map<String, String> headers,
    @Nullable String list,
    @Nullable JsonNode beside) {

  private static final String CONTENT_TYPE = "content-type";
  private static final String CLOUD_EVENTS = "application/cloudevents";
  private static final String POSTHOG_SENT = "posthog-request-timestamp";

  public Wrapping {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** Returns what a request says of any message of it. */
  public static Wrapping of(Request request) {
    var headers = new TreeMap<String, String>();
    var type = request.header(CONTENT_TYPE);
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith(CLOUD_EVENTS)) {
      headers.put(CONTENT_TYPE, type);
    }
    var sent = request.header(POSTHOG_SENT);
    if (sent != null) {
      headers.put(POSTHOG_SENT, sent);
    }
    return new Wrapping(request.source(), Redaction.ofQuery(request.query()), headers, null, null);
  }

  /** Returns this around one of several messages of a body. */
  Wrapping around(String field, JsonNode body) {
    JsonNode rest = null;
    if (!field.isEmpty() && body instanceof ObjectNode object) {
      var others = JsonNodeFactory.instance.objectNode().setAll(object);
      var kept = Redaction.ofValue(((ObjectNode) others).without(field));
      rest = kept.isEmpty() || Json.bytes(kept).length > Limits.CALL_BYTES ? null : kept;
    }
    return new Wrapping(source, query, headers, field, rest);
  }

  /** Returns what may be kept of it by a project's rule. */
  Wrapping under(PrivacyRule rule) {
    return new Wrapping(source, rule.ofRejected(query), headers, list, rule.ofRejected(beside));
  }

  /** Returns the body that brings a message, alone, in what stood around it. */
  public JsonNode bodyOf(JsonNode message) {
    if (list == null) {
      return message;
    }
    var one = JsonNodeFactory.instance.arrayNode().add(message);
    if (list.isEmpty()) {
      return one;
    }
    var body = JsonNodeFactory.instance.objectNode();
    if (beside instanceof ObjectNode others) {
      body.setAll(others);
    }
    return body.set(list, one);
  }

  void putInto(ObjectNode json) {
    json.put("source", source);
    put(json, "query", query);
    put(json, "headers", headers);
    if (list != null) {
      json.put("list", list);
    }
    if (beside != null) {
      json.set("beside", beside);
    }
  }

  private static void put(ObjectNode json, String name, Map<String, String> texts) {
    if (!texts.isEmpty()) {
      var object = json.putObject(name);
      new TreeMap<>(texts).forEach(object::put);
    }
  }

  static Wrapping read(JsonNode json) {
    return new Wrapping(
        json.path("source").asText(""),
        texts(json.path("query")),
        texts(json.path("headers")),
        json.path("list").textValue(),
        json.get("beside"));
  }

  private static Map<String, String> texts(JsonNode object) {
    var texts = new TreeMap<String, String>();
    object.properties().forEach(text -> texts.put(text.getKey(), text.getValue().asText("")));
    return texts;
  }
}
