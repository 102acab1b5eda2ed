package io.voronka.model.count;

import io.voronka.model.definition.Condition;
import io.voronka.model.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose figures are asked for.
 *
 * @param fromMillis first moment of entries, included
 * @param toMillis last moment of entries, excluded
 * @param asOfMillis the moment at which people count as pending or dropped
 * @param counting persons or attempts
 * @param where conditions that the entry event must meet; they hide no event from chains
 * @param series granularity of the series; null for none
 */
public record Range(
    long fromMillis,
    long toMillis,
    long asOfMillis,
    Counting counting,
    List<Condition> where,
    @Nullable Granularity series) {

  public Range {
    where = List.copyOf(where);
  }

  /** Everybody who ever entered. */
  public static Range allTime(long asOfMillis, Granularity series) {
    return new Range(
        Long.MIN_VALUE, Long.MAX_VALUE, asOfMillis, Counting.PERSONS, List.of(), series);
  }

  boolean holds(long startMillis) {
    return startMillis >= fromMillis && startMillis < toMillis;
  }

  boolean allows(Event entry) {
    for (var condition : where) {
      if (!condition.holds(entry.properties())) {
        return false;
      }
    }
    return true;
  }
}
