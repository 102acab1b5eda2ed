package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.wire.PropertyJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads what else a call says of its event. Nulls are left out. Pure. */
final class CallProperties {

  static final String ORIGINAL_TIMESTAMP = "original_timestamp";

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

  private CallProperties() {}

  /**
   * Returns the context of a call: the batch's, under the call's own field by field, without the IP
   * address, which is not kept.
   */
  static ObjectNode context(JsonNode call, Envelope envelope, Faults faults) {
    var merged = JsonNodeFactory.instance.objectNode();
    if (envelope.context() instanceof ObjectNode ofBatch) {
      merged.setAll(ofBatch);
    }
    merged.setAll(object(call, "context", faults));
    merged.remove("ip");
    return merged;
  }

  /** Returns the properties of an event: its own, the call's unknown fields, and the context. */
  static Fields ofEvent(
      CallType type, JsonNode call, ObjectNode context, EventTime time, Faults faults) {
    var values = new LinkedHashMap<String, PropertyValue>();
    putAll(object(call, "properties", faults), values);
    if (type == CallType.PAGE || type == CallType.SCREEN) {
      put("name", call.path("name"), values);
      put("category", call.path("category"), values);
    }
    for (var field : call.properties()) {
      if (!ENVELOPE.contains(field.getKey()) && !values.containsKey(field.getKey())) {
        put(field.getKey(), field.getValue(), values);
      }
    }
    if (!context.isEmpty()) {
      put("context", context, values);
    }
    if (time.original() != null) {
      values.put(ORIGINAL_TIMESTAMP, new Text(time.original()));
    }
    return new Fields(values);
  }

  /** Returns the traits of an identify call. */
  static Fields traits(JsonNode call, Faults faults) {
    var values = new LinkedHashMap<String, PropertyValue>();
    putAll(object(call, "traits", faults), values);
    return new Fields(values);
  }

  private static ObjectNode object(JsonNode call, String field, Faults faults) {
    var node = call.path(field);
    if (node instanceof ObjectNode object) {
      return object;
    }
    if (!node.isMissingNode() && !node.isNull()) {
      faults.add(RefusalKind.FIELD, field, "must be an object");
    }
    return JsonNodeFactory.instance.objectNode();
  }

  private static void putAll(ObjectNode from, Map<String, PropertyValue> values) {
    for (var field : from.properties()) {
      put(field.getKey(), field.getValue(), values);
    }
  }

  private static void put(String name, JsonNode node, Map<String, PropertyValue> values) {
    var value = PropertyJson.read(node);
    if (value != null) {
      values.put(name, value);
    }
  }
}
