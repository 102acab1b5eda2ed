package io.voronka.model.definition;

import java.time.Duration;
import java.util.List;

/**
 * What a funnel measures: the stages a person passes, in order, within a conversion window.
 *
 * @param name shown to people, 1 to {@value #MAX_NAME} characters
 * @param stages {@value #MIN_STAGES} to {@value #MAX_STAGES}, distinct names; the first is the
 *     entry
 * @param window longest time from the first to the last event of a chain, both ends included; more
 *     than zero
 * @param ties how events of one instant count
 * @param hold properties whose values all events of a chain share
 * @param breakdowns properties by whose values on the entry event figures are split
 */
public record FunnelDefinition(
    String name,
    List<Stage> stages,
    Duration window,
    Ties ties,
    List<String> hold,
    List<String> breakdowns) {

  public static final int MIN_STAGES = 1;
  public static final int MAX_STAGES = 30; // bounds the work and the state one event can cause
  public static final int MAX_MATCHERS = 50;
  public static final int MAX_CONDITIONS = 20;
  public static final int MAX_PROPERTIES = 5;
  public static final int MAX_NAME = 200;
  public static final Duration MAX_WINDOW = Duration.ofDays(3660);
  public static final Duration DEFAULT_WINDOW = Duration.ofDays(14);

  /**
   * Checks itself.
   *
   * @throws InvalidDefinition naming every broken rule
   */
  public FunnelDefinition {
    stages = List.copyOf(stages);
    hold = List.copyOf(hold);
    breakdowns = List.copyOf(breakdowns);
    var rules = new Rules();
    requireName(rules, "name", name);
    rules.require("stages", stages.size() >= MIN_STAGES, "needs at least " + MIN_STAGES);
    rules.require("stages", stages.size() <= MAX_STAGES, "allows at most " + MAX_STAGES);
    rules.requireDistinct("stages", stages, Stage::name);
    for (int i = 0; i < stages.size(); i++) {
      check(rules, "stages[" + i + "]", stages.get(i));
    }
    rules.require("window", window.compareTo(Duration.ZERO) > 0, "must be longer than zero");
    rules.require("window", window.compareTo(MAX_WINDOW) <= 0, "must be at most " + MAX_WINDOW);
    checkProperties(rules, "hold", hold);
    checkProperties(rules, "breakdowns", breakdowns);
    rules.orThrow();
  }

  private static void check(Rules rules, String path, Stage stage) {
    requireName(rules, path + ".name", stage.name());
    int matchers = stage.anyOf().size();
    rules.require(path + ".anyOf", matchers >= 1, "needs at least 1");
    rules.require(path + ".anyOf", matchers <= MAX_MATCHERS, "allows at most " + MAX_MATCHERS);
    for (int i = 0; i < matchers; i++) {
      var matcher = stage.anyOf().get(i);
      var at = path + ".anyOf[" + i + "]";
      var event = matcher.event();
      rules.require(at + ".event", event == null || !event.isEmpty(), "must not be empty");
      int conditions = matcher.where().size();
      rules.require(
          at + ".where", conditions <= MAX_CONDITIONS, "allows at most " + MAX_CONDITIONS);
    }
  }

  private static void requireName(Rules rules, String path, String name) {
    rules.require(path, !name.isBlank(), "must not be blank");
    rules.require(path, name.length() <= MAX_NAME, "allows at most " + MAX_NAME + " characters");
  }

  private static void checkProperties(Rules rules, String path, List<String> names) {
    rules.require(path, names.size() <= MAX_PROPERTIES, "allows at most " + MAX_PROPERTIES);
    rules.requireDistinct(path, names, name -> name);
    for (int i = 0; i < names.size(); i++) {
      rules.require(path + "[" + i + "]", !names.get(i).isBlank(), "must not be blank");
    }
  }
}
