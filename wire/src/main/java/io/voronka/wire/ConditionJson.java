package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.model.definition.Condition;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.model.definition.Operator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON form of conditions: {@code [{"property": "size", "op": "gt", "value": 3}]}. */
public final class ConditionJson {

  private static final Set<String> KNOWN = Set.of("property", "op", "value");

  private ConditionJson() {}

  /** Writes a list of conditions. */
  public static ArrayNode write(List<Condition> conditions) {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var condition : conditions) {
      var json =
          array
              .addObject()
              .put("property", condition.property())
              .put("op", condition.operator().text());
      if (condition.value() != null) {
        json.set("value", PropertyJson.write(condition.value()));
      }
    }
    return array;
  }

  /** Reads a list of conditions; leaves out, and tells the form of, those that are none. */
  public static List<Condition> read(String path, JsonNode json, FormReader form) {
    return form.list(path, json, (at, one) -> condition(at, one, form));
  }

  /**
   * Reads a list of conditions.
   *
   * @throws InvalidDefinition naming every fault
   */
  static List<Condition> read(JsonNode json) {
    var form = new FormReader();
    var conditions = read("where", json, form);
    if (!form.violations().isEmpty()) {
      throw new InvalidDefinition(form.violations());
    }
    return conditions;
  }

  private static @Nullable Condition condition(String path, JsonNode json, FormReader form) {
    if (!form.object(path, json, KNOWN)) {
      return null;
    }
    var property = form.text(path + ".property", json.path("property"), "?");
    var op = form.text(path + ".op", json.path("op"), Operator.EXISTS.text());
    var operator = Operator.of(op);
    if (operator.isEmpty()) {
      form.add(path + ".op", "is not an operator: '" + op + "'");
      return null;
    }
    if (form.isFaulty(path + ".op")) {
      return null; // what its value must be is not known
    }
    try {
      return Condition.of(property, operator.get(), PropertyJson.read(json.path("value")));
    } catch (IllegalArgumentException refused) {
      form.add(path, String.valueOf(refused.getMessage()));
      return null;
    }
  }
}
