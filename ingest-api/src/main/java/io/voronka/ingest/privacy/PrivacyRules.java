package io.voronka.ingest.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The rules of all projects.
 *
 * @param general holds for every project, beside its own
 * @param named by project
 */
public record PrivacyRules(PrivacyRule general, Map<String, PrivacyRule> named) {

  public static final PrivacyRules NONE = new PrivacyRules(PrivacyRule.NONE, Map.of());

  private static final String ALL = "*";
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Set<String> FIELDS = Set.of("drop", "hash", "hashKey");
  private static final int FEWEST_KEY_CHARACTERS = 16;

  public PrivacyRules {
    named = Map.copyOf(named);
  }

  /** Returns what holds for a project. */
  public PrivacyRule of(String project) {
    return named.getOrDefault(project, general);
  }

  /**
   * Reads an object of rules by project, {@code *} for all.
   *
   * @param faults is told each fault; none shows a key
   */
  public static PrivacyRules read(byte[] json, Consumer<String> faults) {
    JsonNode all;
    try {
      all = Json.read(json);
    } catch (MalformedRecord malformed) {
      faults.accept("the file " + malformed.getMessage());
      return NONE;
    }
    if (!all.isObject()) {
      faults.accept("the file must be an object of rules by project, or * for all");
      return NONE;
    }
    var general =
        all.has(ALL)
            ? read(all.path(ALL), fault -> faults.accept(ALL + ": " + fault))
            : PrivacyRule.NONE;
    var named = new LinkedHashMap<String, PrivacyRule>();
    for (var one : all.properties()) {
      Consumer<String> fault = message -> faults.accept(one.getKey() + ": " + message);
      if (one.getKey().equals(ALL)) {
        continue;
      }
      if (!PROJECT.matcher(one.getKey()).matches()) {
        fault.accept("a project is of a-z, 0-9 and -");
      }
      named.put(one.getKey(), read(one.getValue(), fault).and(general));
    }
    var rules = new PrivacyRules(general, named);
    rules.requireKeys(faults);
    return rules;
  }

  private static PrivacyRule read(JsonNode json, Consumer<String> fault) {
    if (!json.isObject()) {
      fault.accept("must be an object of drop, hash and hashKey");
      return PrivacyRule.NONE;
    }
    for (var field : json.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        fault.accept(field.getKey() + " is none of drop, hash, hashKey");
      }
    }
    var key = json.path("hashKey").asText("");
    if (!key.isEmpty() && key.length() < FEWEST_KEY_CHARACTERS) {
      fault.accept("hashKey must have at least " + FEWEST_KEY_CHARACTERS + " characters");
    }
    return new PrivacyRule(paths(json, "drop", fault), paths(json, "hash", fault), key);
  }

  private static Set<List<String>> paths(JsonNode json, String name, Consumer<String> fault) {
    var paths = new LinkedHashSet<List<String>>();
    var list = json.path(name);
    if (!list.isMissingNode() && !list.isArray()) {
      fault.accept(name + " must be a list of properties such as phone or context.traits.phone");
    }
    for (var path : list) {
      var steps = List.of(path.asText("").split("\\.", -1));
      if (!path.isTextual() || steps.stream().anyMatch(String::isBlank)) {
        fault.accept(name + " must have properties such as phone or context.traits.phone only");
      } else {
        paths.add(steps);
      }
    }
    return paths;
  }

  private void requireKeys(Consumer<String> faults) {
    if (!general.hash().isEmpty() && general.hashKey().isEmpty()) {
      faults.accept(ALL + ": hash needs a hashKey");
    }
    named.forEach(
        (project, rule) -> {
          if (!rule.hash().isEmpty() && rule.hashKey().isEmpty()) {
            faults.accept(project + ": hash needs a hashKey");
          }
        });
  }
}
