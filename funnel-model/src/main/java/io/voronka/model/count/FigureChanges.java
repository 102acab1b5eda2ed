package io.voronka.model.count;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is to be added to the figures. Mutable, not thread-safe. */
public final class FigureChanges {

  private final Map<TallyKey, Counters> changes = new LinkedHashMap<>();

  void add(TallyKey key, int cell, long delta) {
    changes.computeIfAbsent(key, absent -> new Counters()).add(cell, delta);
  }

  /** The changes by key; none is empty. */
  public Map<TallyKey, Counters> byKey() {
    changes.values().removeIf(Counters::isEmpty);
    return changes;
  }
}
