package io.voronka.model.count;

import io.voronka.model.definition.Condition;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Outcome;
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

  /**
   * Returns what is counted of a person: one outcome or none, or one for each attempt, in the order
   * of the entries.
   */
  public List<Outcome> counted(Attempts attempts) {
    if (counting == Counting.ATTEMPTS) {
      return attempts.counted().stream().filter(this::isEnteredIn).toList();
    }
    var outcome = attempts.in(fromMillis, toMillis, this::allows);
    return outcome == null ? List.of() : List.of(outcome);
  }

  private boolean isEnteredIn(Outcome outcome) {
    var entry = outcome.speaking().entry();
    return holds(entry.timeMillis()) && allows(entry);
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
