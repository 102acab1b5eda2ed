package io.voronka.ingest.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.ingest.call.CallTexts;
import io.voronka.model.event.PropertyValue;
import io.voronka.wire.Json;
import io.voronka.wire.PropertyJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of Segment's calls, read once and without a tree: what it says of itself as it was written,
 * all else as values that can be kept.
 */
final class SegmentCall {

  private static final ObjectNode OBJECT = JsonNodeFactory.instance.objectNode();
  private static final ArrayNode LIST = JsonNodeFactory.instance.arrayNode();

  private final byte[] body;
  private final Map<SegmentField, JsonNode> said = new EnumMap<>(SegmentField.class);
  private final Map<String, @Nullable PropertyValue> rest = new LinkedHashMap<>();
  private @Nullable Map<String, @Nullable PropertyValue> properties;
  private @Nullable Map<String, @Nullable PropertyValue> context;
  private boolean isObject = true;
  private int from;
  private int end;

  private SegmentCall(byte[] body) {
    this.body = body;
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
      PropertyJson.passOver(tokens);
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
    var field = SegmentField.of(name);
    if (field == null) {
      readProperty(name, tokens);
    } else if (said.put(field, node(tokens)) != null) {
      throw Json.repeated(tokens);
    } else {
      switch (field) {
        case PROPERTIES -> properties = fieldsOrNone(tokens);
        case CONTEXT -> context = fieldsOrNone(tokens);
        case TRAITS, GROUP_ID, PREVIOUS_ID, FORCE -> readProperty(name, tokens);
        default -> PropertyJson.passOver(tokens);
      }
    }
  }

  private void readProperty(String name, JsonParser tokens) throws IOException {
    int size = rest.size();
    rest.put(name, PropertyJson.read(tokens));
    if (rest.size() == size) {
      throw Json.repeated(tokens);
    }
  }

  /** Reads the fields of an object, with nulls where they were written; of anything else none. */
  static Map<String, @Nullable PropertyValue> fieldsOrNone(JsonParser tokens) throws IOException {
    if (tokens.currentToken() == JsonToken.START_OBJECT) {
      return PropertyJson.fieldsAndNulls(tokens);
    }
    PropertyJson.passOver(tokens);
    return new LinkedHashMap<>();
  }

  /** Returns what the current token says; of a list or an object only that it is one. */
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
      case START_ARRAY -> LIST;
      default -> OBJECT;
    };
  }

  /** Whether it is a call at all. */
  boolean isObject() {
    return isObject;
  }

  /** Returns a field of the protocol as it was written; of a list or an object only its kind. */
  JsonNode said(SegmentField field) {
    return said.getOrDefault(field, MissingNode.getInstance());
  }

  /** Whether something else than an object is said there. */
  boolean isNoObject(SegmentField field) {
    var node = said(field);
    return !node.isObject() && !CallTexts.isAbsent(node);
  }

  /** Returns its properties, with nulls where they were written; the caller may change the map. */
  Map<String, @Nullable PropertyValue> properties() {
    return properties == null ? new LinkedHashMap<>() : properties;
  }

  /** Returns its context, with nulls where they were written; the caller may change the map. */
  Map<String, @Nullable PropertyValue> context() {
    return context == null ? new LinkedHashMap<>() : context;
  }

  /** Returns all fields that are properties themselves, in the order sent; with nulls. */
  Map<String, @Nullable PropertyValue> rest() {
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
