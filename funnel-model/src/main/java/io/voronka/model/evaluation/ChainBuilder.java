package io.voronka.model.evaluation;

import io.voronka.model.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays out the chain that speaks among those with one first event, one target and the earliest
 * finish: each stage as early as possible, stage after stage; of one instant, the event whose id
 * comes first; a skipped stage is later than any.
 *
 * <p>Backwards from the finish it finds from where the target can be reached, then takes the first
 * event that keeps it in reach. Used once. O(instants in the window × stages).
 */
final class ChainBuilder {

  private final StartSearch search;
  private final Instants instants;
  private final Plan plan;
  private final int target;
  private final int finish;
  private final int[] allowed;

  /**
   * By instant from the start on, the stages with which a chain that leaves it reaches the target.
   */
  private final int[] reaching;

  private final @Nullable Event[] events;
  private final long[] reached;

  /** The instant at which the chain is, the stage it entered it with, and what it used of it. */
  private int instant;

  private int entered;
  private List<Integer> used = List.of();

  /** The last stage that is filled. */
  private int filled = -1;

  /** The last stage that is filled or skipped. */
  private int last = -1;

  ChainBuilder(StartSearch search, int target, int finish) {
    this.search = search;
    this.instants = search.instants;
    this.plan = instants.plan;
    this.target = target;
    this.finish = finish;
    this.allowed = allowed(search, target);
    this.reaching = reaching();
    this.events = new Event[plan.stages];
    this.reached = new long[plan.stages];
    Arrays.fill(reached, Chain.NOT_REACHED);
  }

  private static int[] allowed(StartSearch search, int target) {
    var allowed = search.earliestAllowed(target);
    if (allowed == null) {
      throw new IllegalArgumentException("no chain of this start ends with the target");
    }
    return allowed;
  }

  private int[] reaching() {
    var found = new int[finish - search.start + 1];
    var next = new int[target + 1]; // by stage, the next instant that can be entered with success
    Arrays.fill(next, Instants.NEVER);
    for (int at = finish; at >= search.start; at--) {
      for (int stage = target; stage > 0; stage--) {
        boolean skips = plan.isOptional(stage) && (found[at - search.start] & 1 << stage) != 0;
        if (skips || next[stage] <= instants.stepEnd(stage, at)) {
          found[at - search.start] |= 1 << (stage - 1);
        }
      }
      for (int stage = 1; stage <= target; stage++) {
        if (entersWithSuccess(at, stage, found[at - search.start])) {
          next[stage] = at;
        }
      }
    }
    instants.steps.count((long) found.length * target);
    return found;
  }

  private boolean entersWithSuccess(int at, int stage, int leavingWithSuccess) {
    int exits = instants.exits(at, stage);
    if ((exits & 1 << target) != 0
        && instants.isClean(at, stage, target)
        && StartSearch.isAllowed(allowed, at, stage, target)) {
      return true;
    }
    int leaves = exits == 0 ? 0 : instants.leaves(at, stage) & leavingWithSuccess;
    for (int rest = leaves; rest != 0; rest &= rest - 1) {
      int left = Integer.numberOfTrailingZeros(rest);
      if (StartSearch.isAllowed(allowed, at, stage, left)) {
        return true;
      }
    }
    return false;
  }

  Chain build() {
    begin();
    while (last < target) {
      if (!fillNext(finish, true)) {
        last++; // skips an optional stage
      }
    }
    while (last + 1 < plan.stages && plan.isOptional(last + 1)) {
      if (!fillNext(search.windowEnd, false)) {
        last++;
      }
    }
    return new Chain(Arrays.asList(events), Arrays.stream(reached).boxed().toList(), target + 1);
  }

  private void begin() {
    int own = StartSearch.ownOfStart(instants, search.event);
    var used = List.of(search.event);
    for (int rest = own; rest != 0; rest &= rest - 1) {
      int stage = Integer.numberOfTrailingZeros(rest);
      if (stage <= target && canFinish(search.start, 0, used, stage)) {
        fill(search.start, 0, used, stage);
        return;
      }
    }
    throw new IllegalStateException("no chain to the target begins with this event");
  }

  /**
   * Fills the next stage, where stages are implied perhaps by a later one, as early as possible.
   *
   * @param end the last instant to look at
   * @param mustFinish whether the target has to stay in reach
   */
  private boolean fillNext(int end, boolean mustFinish) {
    int stage = last + 1;
    if (!plan.increasing && fillAt(instant, entered, used, stage, mustFinish)) {
      return true;
    }
    int leaves = instants.leavesFrom(instant, entered, used, filled, instant == search.start);
    if ((leaves & 1 << filled) != 0) {
      int reach = Math.min(end, instants.stepEnd(stage, instant));
      for (int at = instant + 1; at <= reach; at++) {
        if (instants.exits(at, stage) != 0 && fillAt(at, stage, List.of(), stage, mustFinish)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean fillAt(
      int at, int enteredWith, List<Integer> usedBefore, int stage, boolean mustFinish) {
    int highest = plan.implied ? target : stage;
    for (int own = stage; own <= highest; own++) {
      if (!StartSearch.isAllowed(allowed, at, enteredWith, own)) {
        continue;
      }
      for (int event = instants.first(at); event < instants.first(at + 1); event++) {
        if ((instants.matched(event) & 1 << own) != 0 && !usedBefore.contains(event)) {
          var usedThen = new ArrayList<>(usedBefore);
          usedThen.add(event);
          if (!mustFinish || canFinish(at, enteredWith, usedThen, own)) {
            fill(at, enteredWith, usedThen, own);
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether the target can be reached in time once the stage is filled like that. */
  private boolean canFinish(int at, int enteredWith, List<Integer> usedThen, int stage) {
    int further = 1 << stage | instants.further(at, usedThen, stage);
    if ((further & 1 << target) != 0
        && instants.isClean(at, enteredWith, target)
        && StartSearch.isAllowed(allowed, at, enteredWith, target)) {
      return true;
    }
    int leaves =
        instants.leavesFrom(at, enteredWith, usedThen, stage, at == search.start)
            & reaching[at - search.start];
    for (int rest = leaves; rest != 0; rest &= rest - 1) {
      int left = Integer.numberOfTrailingZeros(rest);
      if (StartSearch.isAllowed(allowed, at, enteredWith, left)) {
        return true;
      }
    }
    return false;
  }

  private void fill(int at, int enteredWith, List<Integer> usedThen, int stage) {
    instant = at;
    entered = enteredWith;
    used = usedThen;
    events[stage] = instants.event(usedThen.get(usedThen.size() - 1));
    int first = plan.implied ? filled + 1 : stage;
    for (int reachedNow = first; reachedNow <= stage; reachedNow++) {
      reached[reachedNow] = instants.millis(at);
    }
    filled = stage;
    last = stage;
  }
}
