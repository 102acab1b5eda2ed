package io.voronka.model.evaluation;

import static io.voronka.model.evaluation.Instants.NEVER;

import java.util.Arrays;

/**
 * How early a chain can fill a given stage, from every instant and stage at once.
 *
 * <p>Backwards from the target, stage by stage: who leaves instant i with stage k finishes as early
 * as the best of those who enter a later instant with the stage after it. Which instants a step
 * reaches is a range whose ends never go back as i grows, so its minimum slides (a monotone queue).
 * O(instants × target) time and memory.
 */
final class EarliestFinish {

  private final Instants instants;
  private final int target;

  /** By stage k, then instant i: the finish of a chain that leaves i with k as its last stage. */
  private final int[][] afterLeaving;

  /** By stage a, then instant j: the finish of a chain that enters j with a. */
  private final int[][] entering;

  private EarliestFinish(Instants instants, int target) {
    this.instants = instants;
    this.target = target;
    this.afterLeaving = new int[target][];
    this.entering = new int[target + 1][];
  }

  static EarliestFinish of(Instants instants, int target) {
    var earliest = new EarliestFinish(instants, target);
    for (int stage = target; stage > 0; stage--) {
      earliest.entering[stage] = earliest.entering(stage);
      earliest.afterLeaving[stage - 1] = earliest.leavingInto(stage);
    }
    return earliest;
  }

  private int[] entering(int stage) {
    var finish = new int[instants.count()];
    for (int instant = 0; instant < finish.length; instant++) {
      finish[instant] = entered(instant, stage);
    }
    instants.steps.count(finish.length);
    return finish;
  }

  private int entered(int instant, int stage) {
    int exits = instants.exits(instant, stage);
    if (exits == 0) {
      return NEVER;
    }
    if ((exits & 1 << target) != 0 && instants.isClean(instant, stage, target)) {
      return instant;
    }
    return earliestOf(instants.leaves(instant, stage), instant);
  }

  /** The earliest finish of chains that leave the instant with one of the stages. */
  int earliestOf(int leaves, int instant) {
    int earliest = NEVER;
    for (int rest = leaves & (1 << target) - 1; rest != 0; rest &= rest - 1) {
      int last = Integer.numberOfTrailingZeros(rest);
      earliest = Math.min(earliest, afterLeaving[last][instant]);
      instants.steps.count(1);
    }
    return earliest;
  }

  private int[] leavingInto(int stage) {
    var earliest = slidingMinimum(entering[stage], stage);
    if (instants.plan.isOptional(stage)) {
      for (int i = 0; i < earliest.length; i++) {
        earliest[i] = Math.min(earliest[i], afterLeaving[stage][i]); // skips it
      }
    }
    return earliest;
  }

  /** At i, the least value among the later instants that a step into the stage reaches. */
  private int[] slidingMinimum(int[] values, int stage) {
    var least = new int[values.length];
    var queue =
        new int[values.length]; // instants, the earliest on top; their values grow downwards
    int bottom = 0;
    int top = 0;
    for (int i = values.length - 1; i >= 0; i--) {
      int reached = instants.stepEnd(stage, i);
      while (bottom < top && queue[bottom] > reached) {
        bottom++;
      }
      least[i] = bottom < top ? values[queue[bottom]] : NEVER;
      if (values[i] != NEVER) {
        while (bottom < top && values[queue[top - 1]] >= values[i]) {
          top--;
        }
        queue[top++] = i;
      }
    }
    instants.steps.count(values.length);
    return least;
  }

  /** At j, the least finish of chains that enter j or a later instant with the stage. */
  int[] enteringFrom(int stage) {
    var least = Arrays.copyOf(entering[stage], instants.count() + 1);
    least[instants.count()] = NEVER;
    for (int instant = instants.count() - 1; instant >= 0; instant--) {
      least[instant] = Math.min(least[instant], least[instant + 1]);
    }
    return least;
  }
}
