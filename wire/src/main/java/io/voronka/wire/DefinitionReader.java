package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.definition.BreakdownFrom;
import io.voronka.model.definition.ConversionWindow;
import io.voronka.model.definition.Exclusion;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.model.definition.Matcher;
import io.voronka.model.definition.Order;
import io.voronka.model.definition.Stage;
import io.voronka.model.definition.StrictScope;
import io.voronka.model.definition.Ties;
import io.voronka.model.definition.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads one definition: first its form, then, with stand-ins for what could not be read, its rules.
 * Not thread-safe.
 */
final class DefinitionReader {

  private static final Set<String> KNOWN =
      Set.of(
          "name",
          "stages",
          "order",
          "strictScope",
          "window",
          "ties",
          "implied",
          "hold",
          "exclude",
          "breakdowns",
          "breakdownFrom");
  private static final Set<String> KNOWN_OF_STAGE =
      Set.of("name", "anyOf", "within", "optional", "value", "target");
  private static final Set<String> KNOWN_OF_MATCHER = Set.of("event", "where");
  private static final Set<String> KNOWN_OF_EXCLUSION = Set.of("anyOf", "after", "before");
  private static final Pattern STAGE_NUMBER = Pattern.compile("stage:(\\d{1,6})");
  private static final Map<String, BreakdownFrom> PLACES =
      Map.of(
          "entry", BreakdownFrom.ENTRY,
          "last", BreakdownFrom.LAST,
          "first", BreakdownFrom.FIRST,
          "person", BreakdownFrom.PERSON);

  private final FormReader form = new FormReader();

  /**
   * Reads the definition.
   *
   * @throws InvalidDefinition naming every fault
   */
  FunnelDefinition read(JsonNode json) {
    if (!form.object("", json, KNOWN)) {
      throw new InvalidDefinition(List.of(new Violation("definition", "must be an object")));
    }
    var name = form.text("name", json.path("name"), "?");
    var stages = form.list("stages", json.path("stages"), this::stage);
    var exclude =
        form.list(
            "exclude", json.path("exclude"), (path, one) -> exclusion(path, one, stages.size()));
    var order = word("order", json, Order.class, Order.ORDERED);
    var scope = word("strictScope", json, StrictScope.class, StrictScope.ALL);
    var window = window(json.path("window"));
    var draft =
        FunnelDefinition.of(name, stages)
            .order(order)
            .strictScope(scope)
            .window(window)
            .ties(word("ties", json, Ties.class, Ties.ANY))
            .implied(form.flag("implied", json.path("implied")))
            .hold(form.texts("hold", json.path("hold")))
            .exclude(exclude)
            .breakdowns(form.texts("breakdowns", json.path("breakdowns")))
            .breakdownFrom(breakdownFrom(json.path("breakdownFrom")));
    return checked(draft);
  }

  /** Rules that are broken by nothing but a stand-in are not the caller's concern. */
  private FunnelDefinition checked(FunnelDefinition.Builder draft) {
    var faults = new ArrayList<>(form.violations());
    try {
      var definition = draft.build();
      if (faults.isEmpty()) {
        return definition;
      }
    } catch (InvalidDefinition broken) {
      broken.violations().stream()
          .filter(rule -> !form.isFaulty(rule.path()) && !isOfStandIn(rule.path()))
          .forEach(faults::add);
    }
    throw new InvalidDefinition(faults);
  }

  /** Whether the rule speaks of something through another field that could not be read. */
  private boolean isOfStandIn(String path) {
    if (path.equals("strictScope") || path.equals("implied")) {
      return form.isFaulty("order");
    }
    if (path.startsWith("exclude") || path.equals("breakdownFrom")) {
      return hasUnreadStage() || form.isFaulty(path.replaceAll("\\.before$", ".after"));
    }
    return false;
  }

  private boolean hasUnreadStage() {
    return form.violations().stream()
        .anyMatch(fault -> fault.path().matches("stages(\\[\\d+\\](\\.optional)?)?"));
  }

  private Stage stage(String path, JsonNode json) {
    boolean isObject = form.object(path, json, KNOWN_OF_STAGE);
    return new Stage(
        isObject ? form.text(path + ".name", json.path("name"), path) : path,
        matchers(path + ".anyOf", json.path("anyOf")),
        form.durationOrNull(
            path + ".within", json.path("within"), "an ISO 8601 duration such as PT1H"),
        form.flag(path + ".optional", json.path("optional")),
        form.textOrNull(path + ".value", json.path("value")),
        form.numberOrNull(path + ".target", json.path("target")));
  }

  private List<Matcher> matchers(String path, JsonNode json) {
    return form.list(path, json, this::matcher);
  }

  private Matcher matcher(String path, JsonNode json) {
    form.object(path, json, KNOWN_OF_MATCHER);
    return new Matcher(
        form.textOrNull(path + ".event", json.path("event")),
        ConditionJson.read(path + ".where", json.path("where"), form));
  }

  private Exclusion exclusion(String path, JsonNode json, int stages) {
    form.object(path, json, KNOWN_OF_EXCLUSION);
    return new Exclusion(
        matchers(path + ".anyOf", json.path("anyOf")),
        form.whole(path + ".after", json.path("after"), 1),
        form.whole(path + ".before", json.path("before"), stages));
  }

  private ConversionWindow window(JsonNode json) {
    if (DefinitionJson.SESSION.equals(json.textValue())) {
      return ConversionWindow.SESSION;
    }
    var length =
        form.durationOrNull(
            "window", json, "an ISO 8601 duration such as P14D or PT30M, or 'session'");
    return length == null ? ConversionWindow.DEFAULT : ConversionWindow.of(length);
  }

  private BreakdownFrom breakdownFrom(JsonNode json) {
    return form.oneOf(
        "breakdownFrom",
        json,
        DefinitionReader::place,
        BreakdownFrom.ENTRY,
        "'entry', 'last', 'stage:N', 'first' or 'person'");
  }

  private static Optional<BreakdownFrom> place(String text) {
    var number = STAGE_NUMBER.matcher(text);
    return number.matches()
        ? Optional.of(BreakdownFrom.stage(Integer.parseInt(number.group(1))))
        : Optional.ofNullable(PLACES.get(text));
  }

  private <T extends Enum<T>> T word(String name, JsonNode json, Class<T> type, T otherwise) {
    return form.oneOf(
        name, json.path(name), text -> Words.find(type, text), otherwise, Words.all(type));
  }
}
