package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.definition.BreakdownFrom;
import io.voronka.model.definition.ConversionWindow;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.model.definition.Matcher;
import io.voronka.model.definition.Stage;
import java.time.Duration;
import java.util.List;

/** The JSON form of funnel definitions. */
public final class DefinitionJson {

  /** The window that is one session. */
  static final String SESSION = "session";

  private DefinitionJson() {}

  /**
   * Writes every field that has a value, also those that were left out and took their default. What
   * a stage or a matcher does not have is left out.
   */
  public static ObjectNode write(FunnelDefinition definition) {
    var json = JsonNodeFactory.instance.objectNode().put("name", definition.name());
    var stages = json.putArray("stages");
    definition.stages().forEach(stage -> write(stage, stages.addObject()));
    json.put("order", Words.of(definition.order()))
        .put("strictScope", Words.of(definition.strictScope()))
        .put("window", text(definition.window()))
        .put("ties", Words.of(definition.ties()))
        .put("implied", definition.implied());
    definition.hold().forEach(json.putArray("hold")::add);
    var exclude = json.putArray("exclude");
    for (var exclusion : definition.exclude()) {
      var one = exclude.addObject();
      write(exclusion.anyOf(), one.putArray("anyOf"));
      one.put("after", exclusion.after()).put("before", exclusion.before());
    }
    definition.breakdowns().forEach(json.putArray("breakdowns")::add);
    return json.put("breakdownFrom", text(definition.breakdownFrom()));
  }

  private static void write(Stage stage, ObjectNode json) {
    write(stage.anyOf(), json.put("name", stage.name()).putArray("anyOf"));
    if (stage.within() != null) {
      json.put("within", text(stage.within()));
    }
    json.put("optional", stage.optional());
    if (stage.value() != null) {
      json.put("value", stage.value());
    }
    if (stage.target() != null) {
      json.put("target", stage.target());
    }
  }

  private static void write(List<Matcher> matchers, ArrayNode array) {
    for (var matcher : matchers) {
      var json = array.addObject();
      if (matcher.event() != null) {
        json.put("event", matcher.event());
      }
      if (!matcher.where().isEmpty()) {
        json.set("where", ConditionJson.write(matcher.where()));
      }
    }
  }

  private static String text(ConversionWindow window) {
    var length = window.length();
    return length == null ? SESSION : text(length);
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

  private static String text(BreakdownFrom from) {
    var word = Words.of(from.source());
    return from.source() == BreakdownFrom.Source.STAGE ? word + ":" + from.stage() : word;
  }

  /**
   * Reads a definition.
   *
   * @throws InvalidDefinition naming every fault of form, then every broken rule, in the order of
   *     the definition
   */
  public static FunnelDefinition read(JsonNode json) {
    return new DefinitionReader().read(json);
  }
}
