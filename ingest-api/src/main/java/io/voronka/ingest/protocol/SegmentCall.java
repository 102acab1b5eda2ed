package io.voronka.ingest.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.ingest.call.CallTexts;
import io.voronka.model.event.Properties;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.wire.Json;
import io.voronka.wire.PlainJson;
import io.voronka.wire.PlainJson.NotPlain;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.PropertyPacker;
import io.voronka.wire.PropertyPacker.Part;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of Segment's calls, read once and without a tree: what it says of itself as it was written,
 * all else as values that can be kept.
 */
final class SegmentCall {

  /** An address is not kept. */
  static final String IP = "ip";

  private static final String CONTEXT = SegmentField.CONTEXT.text();
  private static final ObjectNode OBJECT = JsonNodeFactory.instance.objectNode();
  private static final ArrayNode LIST = JsonNodeFactory.instance.arrayNode();

  private final byte[] body;
  private final @Nullable JsonNode[] said = new JsonNode[SegmentField.NUMBER]; // by its place
  private Map<String, @Nullable PropertyValue> rest = Map.of();
  private @Nullable Map<String, @Nullable PropertyValue> properties;
  private @Nullable Map<String, @Nullable PropertyValue> context;
  private @Nullable Packed packed;
  private boolean isObject = true;
  private int from;
  private int end;

  /**
   * What a call says of an event, as it is kept.
   *
   * @param all properties with the context as one of them
   */
  private record Packed(PropertyPacker packer, Part properties, Part context, Part all) {}

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

  /**
   * Reads the same of plain JSON.
   *
   * @param packer of the same text, into which its properties go
   */
  static SegmentCall read(PlainJson json, PropertyPacker packer, byte[] body) throws NotPlain {
    var call = new SegmentCall(body);
    call.from = json.position();
    call.readFields(json, packer);
    call.end = json.position();
    return call;
  }

  private void readFields(PlainJson json, PropertyPacker packer) throws NotPlain {
    var ofEvent = Part.NONE;
    var ofContext = Part.NONE;
    json.beginObject();
    for (int fields = 0; json.nextField(fields == 0); fields++) {
      var field = SegmentField.of(json, body);
      if (field == null) {
        readProperty(json.name(), packer);
      } else if (!json.isObject()) {
        readText(field, packer);
      } else {
        NotPlain.unless(isNew(field, OBJECT));
        switch (field) {
          case PROPERTIES -> ofEvent = packer.fields(null);
          case CONTEXT -> ofContext = packer.fieldsOf(CONTEXT, IP);
          case TRAITS, GROUP_ID, PREVIOUS_ID, FORCE -> readProperty(field.text(), packer);
          default -> packer.passOver();
        }
      }
    }
    packed = new Packed(packer, ofEvent, ofContext, packer.with(ofEvent, CONTEXT, ofContext));
  }

  private void readText(SegmentField field, PropertyPacker packer) throws NotPlain {
    var node = packer.node();
    NotPlain.unless(isNew(field, node));
    switch (field) {
      case TRAITS, GROUP_ID, PREVIOUS_ID, FORCE ->
          NotPlain.unless(isNew(field.text(), PropertyJson.read(node)));
      default -> {}
    }
  }

  private void readProperty(String name, PropertyPacker packer) throws NotPlain {
    NotPlain.unless(isNew(name, packer.value()));
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
    } else if (!isNew(field, node(tokens))) {
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
    if (!isNew(name, PropertyJson.read(tokens))) {
      throw Json.repeated(tokens);
    }
  }

  /** Notes what is said of a field; returns whether nothing was before. */
  private boolean isNew(SegmentField field, JsonNode node) {
    int place = field.place();
    var before = said[place];
    said[place] = node;
    return before == null;
  }

  /** Notes a property, as null if it was written so; returns whether there was none of its name. */
  private boolean isNew(String name, @Nullable PropertyValue value) {
    int size = rest.size();
    if (size == 0) {
      rest = new LinkedHashMap<>(); // few calls need one
    }
    rest.put(name, value);
    return rest.size() > size;
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
    var node = said[field.place()];
    return node == null ? MissingNode.getInstance() : node;
  }

  /** Whether something else than an object is said there. */
  boolean isNoObject(SegmentField field) {
    var node = said(field);
    return !node.isObject() && !CallTexts.isAbsent(node);
  }

  /** Returns properties and context as they are kept; null where they must be seen as values. */
  @Nullable Properties packed() {
    return packed == null || !rest.isEmpty() ? null : packed.packer.properties(packed.all);
  }

  /** Returns the context as it is kept, null where it is there as values. */
  @Nullable Properties packedContext() {
    return packed == null ? null : packed.packer.properties(packed.context);
  }

  /** Returns its properties, with nulls where they were written; the caller may change the map. */
  Map<String, @Nullable PropertyValue> properties() {
    if (packed != null) {
      return ((Fields) packed.packer.properties(packed.properties).unpacked()).values();
    }
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
