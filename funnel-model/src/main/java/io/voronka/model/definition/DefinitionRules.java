package io.voronka.model.definition;

import io.voronka.model.event.PropertyPath;
import io.voronka.model.session.SessionProperty;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that a definition keeps; each check adds what it finds. Not thread-safe. */
final class DefinitionRules {

  static final int MAX_NAME = 200;
  private static final int MAX_MATCHERS = 50;
  private static final int MAX_CONDITIONS = 20;
  private static final int MAX_PROPERTIES = 5;
  private static final int MAX_EXCLUSIONS = 10;

  private final Rules rules = new Rules();
  private final List<Stage> stages;
  private final Order order;

  DefinitionRules(List<Stage> stages, Order order) {
    this.stages = stages;
    this.order = order;
  }

  DefinitionRules name(String name) {
    requireName("name", name);
    return this;
  }

  DefinitionRules stages(boolean implied) {
    rules.require("stages", !stages.isEmpty(), "needs at least 1");
    rules.require(
        "stages",
        stages.size() <= FunnelDefinition.MAX_STAGES,
        "allows at most " + FunnelDefinition.MAX_STAGES);
    rules.requireDistinct("stages", stages, Stage::name);
    for (int i = 0; i < stages.size(); i++) {
      stage("stages[" + i + "]", stages.get(i), i == 0, i == stages.size() - 1, implied);
    }
    return this;
  }

  private void stage(String path, Stage stage, boolean first, boolean last, boolean implied) {
    requireName(path + ".name", stage.name());
    matchers(path + ".anyOf", stage.anyOf());
    boolean limited = stage.within() != null;
    requireDuration(path + ".within", stage.within());
    rules.require(path + ".within", !(limited && first), "has no stage before it");
    rules.require(
        path + ".within",
        !(limited && order == Order.UNORDERED),
        "has no meaning in an unordered funnel: its stages have no order");
    boolean optional = stage.optional();
    rules.require(
        path + ".optional", !(optional && (first || last)), "can't be the first or last stage");
    rules.require(
        path + ".optional",
        !(optional && order == Order.UNORDERED),
        "has no meaning in an unordered funnel: its depth is how many stages are filled");
    rules.require(
        path + ".optional",
        !(optional && implied),
        "has no meaning where stages are implied: each of them may be skipped");
    var value = stage.value();
    if (value != null) {
      requireProperty(path + ".value", value);
    }
    var target = stage.target();
    rules.require(
        path + ".target", target == null || target > 0 && target <= 1, "must be above 0 to 1");
  }

  DefinitionRules order(StrictScope scope, boolean implied) {
    rules.require(
        "strictScope",
        scope == StrictScope.ALL || order == Order.STRICT,
        "has a meaning in strict funnels only");
    rules.require(
        "implied", !implied || order == Order.ORDERED, "has a meaning in ordered funnels only");
    return this;
  }

  DefinitionRules window(ConversionWindow window) {
    requireDuration("window", window.length());
    return this;
  }

  DefinitionRules exclusions(List<Exclusion> exclude) {
    rules.require("exclude", exclude.size() <= MAX_EXCLUSIONS, "allows at most " + MAX_EXCLUSIONS);
    for (int i = 0; i < exclude.size(); i++) {
      exclusion("exclude[" + i + "]", exclude.get(i));
    }
    return this;
  }

  private void exclusion(String path, Exclusion exclusion) {
    matchers(path + ".anyOf", exclusion.anyOf());
    requireStage(path + ".after", exclusion.after());
    requireStage(path + ".before", exclusion.before());
    rules.require(
        path + ".before", exclusion.before() > exclusion.after(), "must be more than after");
  }

  /** A chain may pass an optional stage by: then nothing would say where the exclusion begins. */
  private void requireStage(String path, int number) {
    boolean exists = number >= 1 && number <= stages.size();
    rules.require(path, exists, "must be the number of a stage, 1 to " + stages.size());
    rules.require(
        path, !exists || !stages.get(number - 1).optional(), "must not be an optional stage");
  }

  DefinitionRules breakdownFrom(BreakdownFrom from, List<String> breakdowns) {
    boolean ofSession =
        breakdowns.stream()
            .anyMatch(name -> PropertyPath.Scope.of(name) == PropertyPath.Scope.SESSION);
    rules.require(
        "breakdownFrom",
        !(ofSession && from.source() == BreakdownFrom.Source.PERSON),
        "must name an event where a session is asked for: a person has many");

    boolean isStage = from.source() == BreakdownFrom.Source.STAGE;
    rules.require(
        "breakdownFrom",
        !isStage || from.stage() >= 1 && from.stage() <= stages.size(),
        "must be the number of a stage, 1 to " + stages.size());
    return this;
  }

  DefinitionRules properties(String path, List<String> names) {
    rules.require(path, names.size() <= MAX_PROPERTIES, "allows at most " + MAX_PROPERTIES);
    rules.requireDistinct(path, names, name -> name);
    for (int i = 0; i < names.size(); i++) {
      requireProperty(path + "[" + i + "]", names.get(i));
    }
    return this;
  }

  private void requireProperty(String path, String name) {
    rules.require(path, !name.isBlank(), "must not be blank");
    var fault = SessionProperty.faultOf(name);
    rules.require(path, fault == null, String.valueOf(fault));
  }

  void orThrow() {
    rules.orThrow();
  }

  private void requireName(String path, String name) {
    rules.require(path, !name.isBlank(), "must not be blank");
    rules.require(path, name.length() <= MAX_NAME, "allows at most " + MAX_NAME + " characters");
  }

  private void requireDuration(String path, @Nullable Duration duration) {
    if (duration != null) {
      rules.require(path, duration.compareTo(Duration.ofMillis(1)) >= 0, "must be at least 1 ms");
      rules.require(
          path,
          duration.compareTo(ConversionWindow.MAX) <= 0,
          "must be at most " + ConversionWindow.MAX.toDays() + " days");
    }
  }

  private void matchers(String path, List<Matcher> matchers) {
    rules.require(path, !matchers.isEmpty(), "needs at least 1");
    rules.require(path, matchers.size() <= MAX_MATCHERS, "allows at most " + MAX_MATCHERS);
    for (int i = 0; i < matchers.size(); i++) {
      var matcher = matchers.get(i);
      var at = path + "[" + i + "]";
      var event = matcher.event();
      rules.require(at + ".event", event == null || !event.isEmpty(), "must not be empty");
      int conditions = matcher.where().size();
      rules.require(
          at + ".where", conditions <= MAX_CONDITIONS, "allows at most " + MAX_CONDITIONS);
    }
  }
}
