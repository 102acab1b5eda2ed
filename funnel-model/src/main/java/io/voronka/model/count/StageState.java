package io.voronka.model.count;

import io.voronka.model.evaluation.Chain;
import io.voronka.model.evaluation.Outcome;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How people stand at a stage: what reports count there, and whom lists show. Both ask here, so
 * that a list can't differ from its number.
 */
public enum StageState {
  /** Got there. */
  REACHED,
  /** Got there and to the next required stage. */
  ADVANCED,
  /** Got there and can still get to the next required stage. */
  PENDING,
  /** Got there and can't get further. */
  DROPPED;

  /** The name in requests: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<StageState> of(String text) {
    return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
  }

  /**
   * Returns how somebody who reached the stage stands there.
   *
   * @param stage counted from 0
   */
  static StageState at(Outcome outcome, int stage, long asOfMillis) {
    return hasAdvanced(outcome.chain(), stage) ? ADVANCED : atTheFurthest(outcome, asOfMillis);
  }

  /** Returns how somebody stands at the furthest stage: advanced only if it was the last. */
  public static StageState atTheFurthest(Outcome outcome, long asOfMillis) {
    return outcome.isComplete() ? ADVANCED : isInTime(outcome, asOfMillis) ? PENDING : DROPPED;
  }

  /** Whether the chain got from the stage, counted from 0, to the next required one. */
  static boolean hasAdvanced(Chain chain, int stage) {
    return chain.hasReached(stage) && chain.depth() > stage + 1;
  }

  /** Whether an outcome that is not complete could still become deeper at that moment. */
  static boolean isInTime(Outcome outcome, long asOfMillis) {
    long deadline = outcome.deadlineMillis();
    return deadline != Long.MIN_VALUE && deadline >= asOfMillis;
  }
}
