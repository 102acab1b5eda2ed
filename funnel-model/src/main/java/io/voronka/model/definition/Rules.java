package io.voronka.model.definition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/** Collects broken rules, so that every fault is named at once. Not thread-safe. */
final class Rules {

  private final List<Violation> violations = new ArrayList<>();

  void require(String path, boolean holds, String message) {
    if (!holds) {
      violations.add(new Violation(path, message));
    }
  }

  <T> void requireDistinct(String path, List<T> values, Function<T, String> name) {
    var seen = new HashSet<String>();
    for (int i = 0; i < values.size(); i++) {
      var text = name.apply(values.get(i));
      require(path + "[" + i + "]", seen.add(text), "repeats '" + text + "'");
    }
  }

  void orThrow() {
    if (!violations.isEmpty()) {
      throw new InvalidDefinition(violations);
    }
  }
}
