package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.definition.Condition;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.model.definition.Matcher;
import io.voronka.model.definition.Operator;
import io.voronka.model.definition.Stage;
import io.voronka.model.definition.Ties;
import io.voronka.model.definition.Violation;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON form of funnel definitions. */
public final class DefinitionJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private DefinitionJson() {}

  /** Writes every field, also those that were left out and took their default. */
  public static ObjectNode write(FunnelDefinition definition) {
    var json = NODES.objectNode().put("name", definition.name());
    var stages = json.putArray("stages");
    for (var stage : definition.stages()) {
      var matchers = stages.addObject().put("name", stage.name()).putArray("anyOf");
      stage.anyOf().forEach(matcher -> write(matcher, matchers.addObject()));
    }
    json.put("order", "ordered")
        .put("window", text(definition.window()))
        .put("ties", definition.ties().name().toLowerCase(Locale.ROOT));
    definition.hold().forEach(json.putArray("hold")::add);
    definition.breakdowns().forEach(json.putArray("breakdowns")::add);
    return json.put("breakdownFrom", "entry");
  }

  /** Days as days: {@code Duration} itself writes a fortnight as 336 hours. */
  private static String text(Duration duration) {
    long days = duration.toDays();
    var rest = duration.minusDays(days);
    if (days == 0) {
      return duration.toString();
    }
    return "P" + days + "D" + (rest.isZero() ? "" : rest.toString().substring(1));
  }

  private static void write(Matcher matcher, ObjectNode json) {
    if (matcher.event() != null) {
      json.put("event", matcher.event());
    }
    if (!matcher.where().isEmpty()) {
      var conditions = json.putArray("where");
      for (var condition : matcher.where()) {
        var one =
            conditions
                .addObject()
                .put("property", condition.property())
                .put("op", condition.operator().text());
        if (condition.value() != null) {
          one.set("value", PropertyJson.write(condition.value()));
        }
      }
    }
  }

  /**
   * Reads a definition.
   *
   * @throws InvalidDefinition naming every fault of form; if there is none, every broken rule
   */
  public static FunnelDefinition read(JsonNode json) {
    return new Reader().definition(json);
  }

  /** Reads one definition and collects what is wrong with its form. */
  private static final class Reader {

    private static final Set<String> KNOWN =
        Set.of("name", "stages", "order", "window", "ties", "hold", "breakdowns", "breakdownFrom");
    private static final Set<String> LATER =
        Set.of("exclude", "strictScope", "implied", "within", "optional", "value", "target");

    private final List<Violation> violations = new ArrayList<>();

    FunnelDefinition definition(JsonNode json) {
      requireFields("", json, KNOWN);
      var name = text("name", json.path("name"), "");
      var stages = new ArrayList<Stage>();
      var list = list("stages", json.path("stages"));
      for (int i = 0; i < list.size(); i++) {
        stages.add(stage("stages[" + i + "]", list.get(i)));
      }
      requireOnly("order", json.path("order"), "ordered");
      requireOnly("breakdownFrom", json.path("breakdownFrom"), "entry");
      var window = window(json.path("window"));
      var ties = ties(json.path("ties"));
      var hold = texts("hold", json.path("hold"));
      var breakdowns = texts("breakdowns", json.path("breakdowns"));
      orThrow();
      return new FunnelDefinition(name, stages, window, ties, hold, breakdowns);
    }

    private Stage stage(String path, JsonNode json) {
      requireFields(path, json, Set.of("name", "anyOf"));
      var name = text(path + ".name", json.path("name"), "");
      var matchers = new ArrayList<Matcher>();
      var list = list(path + ".anyOf", json.path("anyOf"));
      for (int i = 0; i < list.size(); i++) {
        matchers.add(matcher(path + ".anyOf[" + i + "]", list.get(i)));
      }
      return new Stage(name, matchers);
    }

    private Matcher matcher(String path, JsonNode json) {
      requireFields(path, json, Set.of("event", "where"));
      var event = json.has("event") ? text(path + ".event", json.path("event"), "") : null;
      var conditions = new ArrayList<Condition>();
      var list = list(path + ".where", json.path("where"));
      for (int i = 0; i < list.size(); i++) {
        var condition = condition(path + ".where[" + i + "]", list.get(i));
        if (condition != null) {
          conditions.add(condition);
        }
      }
      return new Matcher(event, conditions);
    }

    private @Nullable Condition condition(String path, JsonNode json) {
      requireFields(path, json, Set.of("property", "op", "value"));
      var property = text(path + ".property", json.path("property"), "");
      var op = text(path + ".op", json.path("op"), "");
      var operator = Operator.of(op);
      if (operator.isEmpty()) {
        add(path + ".op", "is not an operator: '" + op + "'");
        return null;
      }
      try {
        return Condition.of(property, operator.get(), PropertyJson.read(json.path("value")));
      } catch (IllegalArgumentException refused) {
        add(path, String.valueOf(refused.getMessage()));
        return null;
      }
    }

    private Duration window(JsonNode json) {
      var text = text("window", json, FunnelDefinition.DEFAULT_WINDOW.toString());
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException malformed) {
        add("window", "must be an ISO 8601 duration such as P14D or PT30M");
        return FunnelDefinition.DEFAULT_WINDOW;
      }
    }

    private Ties ties(JsonNode json) {
      var text = text("ties", json, "any");
      if (!text.equals("any") && !text.equals("increasing")) {
        add("ties", "must be 'any' or 'increasing'");
      }
      return text.equals("increasing") ? Ties.INCREASING : Ties.ANY;
    }

    private void requireOnly(String path, JsonNode json, String only) {
      if (!text(path, json, only).equals(only)) {
        add(path, "must be '" + only + "': nothing else is supported yet");
      }
    }

    private void requireFields(String path, JsonNode json, Set<String> known) {
      if (!json.isObject()) {
        add(path.isEmpty() ? "definition" : path, "must be an object");
        return;
      }
      json.fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name)) {
                  add(
                      path.isEmpty() ? name : path + "." + name,
                      LATER.contains(name) ? "is not supported yet" : "is not a known field");
                }
              });
    }

    private String text(String path, JsonNode json, String otherwise) {
      if (json.isMissingNode()) {
        if (otherwise.isEmpty()) {
          add(path, "is missing");
        }
        return otherwise;
      }
      if (!json.isTextual()) {
        add(path, "must be text");
        return otherwise;
      }
      return json.textValue();
    }

    private List<String> texts(String path, JsonNode json) {
      var texts = new ArrayList<String>();
      var list = list(path, json);
      for (int i = 0; i < list.size(); i++) {
        texts.add(text(path + "[" + i + "]", list.get(i), "-"));
      }
      return texts;
    }

    private List<JsonNode> list(String path, JsonNode json) {
      if (!json.isArray() && !json.isMissingNode()) {
        add(path, "must be a list");
      }
      var list = new ArrayList<JsonNode>();
      if (json.isArray()) {
        json.forEach(list::add);
      }
      return list;
    }

    private void add(String path, String message) {
      violations.add(new Violation(path, message));
    }

    private void orThrow() {
      if (!violations.isEmpty()) {
        throw new InvalidDefinition(violations);
      }
    }
  }
}
