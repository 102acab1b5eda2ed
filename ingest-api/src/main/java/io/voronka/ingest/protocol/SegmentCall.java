package io.voronka.ingest.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.wire.Json;
import io.voronka.wire.PropertyJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One of Segment's calls, read once and without a tree: what it says of itself as it was written,
 * all else as values that can be kept.
 */
final class SegmentCall {

  /** Fields of the protocol itself; every other field of a call is a property. */
  private static final Set<String> ENVELOPE =
      Set.of(
          "type",
          "event",
          "properties",
          "context",
          "userId",
          "anonymousId",
          "messageId",
          "timestamp",
          "originalTimestamp",
          "sentAt",
          "receivedAt",
          "integrations",
          "_metadata",
          "writeKey",
          "projectId",
          "version",
          "channel");

  /** Fields of the protocol that are not looked at. */
  private static final Set<String> PASSED_OVER =
      Set.of("receivedAt", "integrations", "_metadata", "projectId", "version", "channel");

  /** Properties that some types of calls read as they were written. */
  private static final Set<String> ALSO_SAID = Set.of("groupId", "previousId", "force");

  private final byte[] body;
  private final Map<String, JsonNode> said = new LinkedHashMap<>();
  private final Map<String, PropertyValue> rest = new LinkedHashMap<>();
  private @Nullable Part properties;
  private @Nullable Part traits;
  private @Nullable Part context;
  private boolean isObject = true;
  private int from;
  private int end;

  private SegmentCall(byte[] body) {
    this.body = body;
  }

  /**
   * Something that has to be an object, if it is there.
   *
   * @param fields by their names, null where a null was written; null if it is none
   */
  record Part(@Nullable Map<String, @Nullable PropertyValue> fields) {

    /** Returns the fields of a part that is there and an object, else none. */
    static Map<String, @Nullable PropertyValue> fieldsOf(@Nullable Part part) {
      return part == null || part.fields == null ? Map.of() : part.fields;
    }

    /** Whether it is neither absent nor an object. */
    static boolean isWrong(@Nullable Part part) {
      return part != null && part.fields == null;
    }
  }

  /**
   * Reads the call that begins at the current token and ends at the then current one.
   *
   * @param body what the tokens are of, in UTF-8
   */
  static SegmentCall read(JsonParser tokens, byte[] body) throws IOException {
    var call = new SegmentCall(body);
    call.from = (int) tokens.currentTokenLocation().getByteOffset();
    if (tokens.currentToken() == JsonToken.START_OBJECT) {
      call.readFields(tokens);
    } else {
      call.isObject = false;
      tokens.skipChildren();
      tokens.finishToken();
    }
    call.end = (int) tokens.currentLocation().getByteOffset();
    return call;
  }

  private void readFields(JsonParser tokens) throws IOException {
    while (tokens.nextToken() != JsonToken.END_OBJECT) {
      var name = tokens.currentName();
      tokens.nextToken();
      readField(name, tokens);
    }
  }

  private void readField(String name, JsonParser tokens) throws IOException {
    switch (name) {
      case "properties" -> properties = part(tokens);
      case "context" -> context = part(tokens);
      case "traits" -> traits(tokens);
      default -> {
        if (PASSED_OVER.contains(name)) {
          tokens.skipChildren();
        } else if (ENVELOPE.contains(name)) {
          said.put(name, node(tokens));
          tokens.skipChildren();
        } else {
          if (ALSO_SAID.contains(name)) {
            said.put(name, node(tokens));
          }
          putRest(name, PropertyJson.read(tokens));
        }
      }
    }
  }

  /** Of an event they are a property like any other, whatever they are. */
  private void traits(JsonParser tokens) throws IOException {
    if (tokens.currentToken() == JsonToken.START_OBJECT) {
      traits = part(tokens);
      rest.put("traits", new Fields(withoutNulls(Part.fieldsOf(traits))));
    } else {
      var value = PropertyJson.read(tokens);
      traits = value == null ? null : new Part(null);
      putRest("traits", value);
    }
  }

  /** Returns what the current token says; of a list or an object no more than that it is one. */
  static JsonNode node(JsonParser tokens) throws IOException {
    var nodes = JsonNodeFactory.instance;
    return switch (tokens.currentToken()) {
      case VALUE_STRING -> nodes.textNode(tokens.getText());
      case VALUE_NUMBER_INT ->
          tokens.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? nodes.numberNode(tokens.getBigIntegerValue())
              : nodes.numberNode(tokens.getLongValue());
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(tokens.getDoubleValue());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case VALUE_NULL -> nodes.nullNode();
      default -> nodes.objectNode();
    };
  }

  private void putRest(String name, @Nullable PropertyValue value) {
    if (value != null) {
      rest.put(name, value);
    }
  }

  static @Nullable Part part(JsonParser tokens) throws IOException {
    if (tokens.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (tokens.currentToken() != JsonToken.START_OBJECT) {
      tokens.skipChildren();
      return new Part(null);
    }
    var fields = new LinkedHashMap<String, @Nullable PropertyValue>();
    while (tokens.nextToken() != JsonToken.END_OBJECT) {
      var name = tokens.currentName();
      tokens.nextToken();
      fields.put(name, PropertyJson.read(tokens));
    }
    return new Part(fields);
  }

  static Map<String, PropertyValue> withoutNulls(Map<String, @Nullable PropertyValue> fields) {
    var kept = new LinkedHashMap<String, PropertyValue>();
    fields.forEach(
        (name, value) -> {
          if (value != null) {
            kept.put(name, value);
          }
        });
    return kept;
  }

  /** Whether it is a call at all. */
  boolean isObject() {
    return isObject;
  }

  /** Returns a field of the protocol as it was written. */
  JsonNode said(String field) {
    var node = said.get(field);
    return node == null ? MissingNode.getInstance() : node;
  }

  @Nullable Part properties() {
    return properties;
  }

  @Nullable Part traits() {
    return traits;
  }

  @Nullable Part context() {
    return context;
  }

  /** Returns all fields that are none of the protocol, in the order sent. */
  Map<String, PropertyValue> rest() {
    return rest;
  }

  /** Bytes of the call as it was sent. */
  int length() {
    return end - from;
  }

  /** Returns the whole call as a tree. */
  JsonNode tree() {
    return Json.read(Arrays.copyOfRange(body, from, end));
  }
}
