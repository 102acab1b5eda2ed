package io.voronka.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Flag;
import io.voronka.model.event.PropertyValue.Items;
import io.voronka.model.event.PropertyValue.Real;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON form of property values. A null is the same as nothing. */
public final class PropertyJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  static final double EXACT = 1L << 53; // whole numbers below are exact in a double

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

  /** Reads the value that begins at the current token and ends at the then current one. */
  public static @Nullable PropertyValue read(JsonParser tokens) throws IOException {
    return switch (tokens.currentToken()) {
      case VALUE_TRUE -> new Flag(true);
      case VALUE_FALSE -> new Flag(false);
      case VALUE_NUMBER_INT -> whole(tokens);
      case VALUE_NUMBER_FLOAT -> number(tokens.getDoubleValue());
      case VALUE_STRING -> new Text(tokens.getText());
      case START_ARRAY -> items(tokens);
      case START_OBJECT -> fields(tokens);
      default -> null;
    };
  }

  private static PropertyValue whole(JsonParser tokens) throws IOException {
    if (tokens.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return new Whole(tokens.getLongValue());
    }
    double value = tokens.getBigIntegerValue().doubleValue();
    return Double.isFinite(value) ? new Real(value) : new Text(tokens.getText());
  }

  static PropertyValue number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < EXACT) {
      return new Whole((long) value); // 3.0 and 3 are one number
    }
    // Beyond a double's range the digits are worth more than an infinity.
    return Double.isFinite(value) ? new Real(value) : new Text(Double.toString(value));
  }

  private static Items items(JsonParser tokens) throws IOException {
    var values = new ArrayList<PropertyValue>();
    while (tokens.nextToken() != JsonToken.END_ARRAY) {
      var value = read(tokens);
      if (value != null) {
        values.add(value);
      }
    }
    return new Items(values);
  }

  private static Fields fields(JsonParser tokens) throws IOException {
    return new Fields(withoutNulls(fieldsAndNulls(tokens)));
  }

  /**
   * Reads the object that begins at the current token and ends at the then current one, by the
   * names of its fields and in their order; with a null where a null was written.
   */
  public static Map<String, @Nullable PropertyValue> fieldsAndNulls(JsonParser tokens)
      throws IOException {
    var values = new LinkedHashMap<String, @Nullable PropertyValue>();
    for (int size = 1; tokens.nextToken() != JsonToken.END_OBJECT; size++) {
      var name = tokens.currentName();
      tokens.nextToken();
      values.put(name, read(tokens));
      if (values.size() < size) {
        throw Json.repeated(tokens);
      }
    }
    return values;
  }

  /** Takes the nulls out of a map, and returns it. */
  @SuppressWarnings("NullAway") // that is what it does
  public static Map<String, PropertyValue> withoutNulls(
      Map<String, @Nullable PropertyValue> values) {
    if (values.containsValue(null)) { // rarely, and looking costs less than taking out
      values.values().removeIf(Objects::isNull);
    }
    return values;
  }

  /** Reads the value that begins at the current token, of which nothing is kept. */
  public static void passOver(JsonParser tokens) throws IOException {
    if (tokens.currentToken().isStructStart()) {
      var unused = read(tokens); // so that no field of it comes twice
    }
  }

  private static PropertyValue number(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return new Whole(node.longValue());
    }
    double value = node.doubleValue();
    return node.isIntegralNumber() && !Double.isFinite(value)
        ? new Text(node.asText())
        : number(value);
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
