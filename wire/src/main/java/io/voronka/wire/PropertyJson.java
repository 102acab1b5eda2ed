package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Flag;
import io.voronka.model.event.PropertyValue.Items;
import io.voronka.model.event.PropertyValue.Real;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** The JSON form of property values. A null is the same as nothing. */
public final class PropertyJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final double EXACT = 1L << 53; // whole numbers below are exact in a double

  private PropertyJson() {}

  public static @Nullable PropertyValue read(JsonNode node) {
    return switch (node.getNodeType()) {
      case BOOLEAN -> new Flag(node.booleanValue());
      case NUMBER -> number(node);
      case STRING -> new Text(node.textValue());
      case ARRAY -> items(node);
      case OBJECT -> fields(node);
      default -> null;
    };
  }

  private static PropertyValue number(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return new Whole(node.longValue());
    }
    double value = node.doubleValue();
    if (value == Math.rint(value) && Math.abs(value) < EXACT) {
      return new Whole((long) value); // 3.0 and 3 are one number
    }
    // Beyond a double's range the digits are worth more than an infinity.
    return Double.isFinite(value) ? new Real(value) : new Text(node.asText());
  }

  private static Items items(JsonNode node) {
    var values = new ArrayList<PropertyValue>(node.size());
    for (var item : node) {
      var value = read(item);
      if (value != null) {
        values.add(value);
      }
    }
    return new Items(values);
  }

  /** Reads an object; anything else gives no fields. */
  public static Fields fields(JsonNode node) {
    var values = new LinkedHashMap<String, PropertyValue>();
    for (var field : node.properties()) {
      var value = read(field.getValue());
      if (value != null) {
        values.put(field.getKey(), value);
      }
    }
    return new Fields(values);
  }

  public static JsonNode write(@Nullable PropertyValue value) {
    if (value == null) {
      return NODES.nullNode();
    } else if (value instanceof Flag flag) {
      return NODES.booleanNode(flag.value());
    } else if (value instanceof Whole whole) {
      return NODES.numberNode(whole.value());
    } else if (value instanceof Real real) {
      return NODES.numberNode(real.value());
    } else if (value instanceof Text text) {
      return NODES.textNode(text.value());
    } else if (value instanceof Items items) {
      var array = NODES.arrayNode();
      items.values().forEach(item -> array.add(write(item)));
      return array;
    }
    var object = NODES.objectNode();
    ((Fields) value).values().forEach((name, field) -> object.set(name, write(field)));
    return object;
  }
}
