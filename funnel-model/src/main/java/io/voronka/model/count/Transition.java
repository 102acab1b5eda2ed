package io.voronka.model.count;

import io.voronka.model.evaluation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A step of one person at a funnel, over all of time.
 *
 * @param stage counted from 0; {@link #NO_STAGE} of somebody who is not in the funnel any more
 * @param state what happened there
 * @param atMillis when: of an advance, when the stage was reached; of a drop, the last moment at
 *     which it was not one; of a return, when the stage was reached
 */
public record Transition(int stage, State state, long atMillis) {

  /** The stage of somebody of whom no stage is left. */
  public static final int NO_STAGE = -1;

  /** What can happen. */
  public enum State {
    /** The person reached the stage. */
    ADVANCED,
    /** The person stands at the stage and can't go on in time any more. */
    DROPPED,
    /**
     * The person stands at the stage again: in time after having dropped, or because what was
     * reached beyond it is no longer so.
     */
    RETURNED;

    /** The name in records. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns the steps that a change makes, in order. Drops are no changes but a matter of time: see
   * {@link #deadline}.
   *
   * @param before how far the person was; null: not in the funnel
   * @param hadDropped whether a drop was told of that
   * @param after how far the person is; null: not in the funnel
   * @param nowMillis who can't go on after it has dropped
   */
  public static List<Transition> between(
      @Nullable Outcome before, boolean hadDropped, @Nullable Outcome after, long nowMillis) {
    var steps = new ArrayList<Transition>();
    int depthBefore = before == null ? 0 : before.depth();
    int depth = after == null ? 0 : after.depth();
    boolean isBack = hadDropped && after != null && deadline(after) >= nowMillis;
    if (depth < depthBefore || isBack && before != null) {
      int stage = Math.min(depth, depthBefore) - 1;
      long at = after == null || stage < 0 ? nowMillis : after.chain().reachedMillis(stage);
      steps.add(new Transition(stage, State.RETURNED, at));
    }
    if (after != null && depth > depthBefore) {
      for (int stage = depthBefore; stage < depth; stage++) {
        if (after.chain().hasReached(stage)) {
          steps.add(new Transition(stage, State.ADVANCED, after.chain().reachedMillis(stage)));
        }
      }
    }
    return steps;
  }

  /** The last moment at which the person has not dropped; of a complete one there is no end. */
  public static long deadline(Outcome outcome) {
    return outcome.isComplete() ? Long.MAX_VALUE : outcome.deadlineMillis();
  }
}
