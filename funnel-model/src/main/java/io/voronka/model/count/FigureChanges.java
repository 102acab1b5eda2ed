package io.voronka.model.count;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is to be added to the figures. Mutable, not thread-safe. */
public final class FigureChanges {

  private final Map<TallyKey, Counters> changes = new LinkedHashMap<>();

  /** The changes under a key, to add to: finding them costs more than adding. */
  Counters at(TallyKey key) {
    return changes.computeIfAbsent(key, absent -> new Counters());
  }

  /** How many figures may change. */
  public int size() {
    return changes.size();
  }

  /** Adds what the other is to add. */
  public void addAll(FigureChanges other) {
    other.changes.forEach((key, counters) -> at(key).plus(counters, 1));
  }

  /** The changes by key; none is empty. */
  public Map<TallyKey, Counters> byKey() {
    changes.values().removeIf(Counters::isEmpty);
    return changes;
  }
}
