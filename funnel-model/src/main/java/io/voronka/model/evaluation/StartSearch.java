package io.voronka.model.evaluation;

import static io.voronka.model.evaluation.Instants.NEVER;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chains that begin with one event.
 *
 * <p>Forwards from instant to instant it keeps, of each stage, the last instant that a chain left
 * with it: what a later event can follow is a range of instants, so the last is the best.
 * O(instants in the window × stages); stops where no chain can go on.
 */
final class StartSearch {

  final Instants instants;
  final int start;
  final int event;
  final int windowEnd;
  private final Plan plan;

  /**
   * Makes a search.
   *
   * @param start the instant of the first event
   * @param event its index
   */
  StartSearch(Instants instants, int start, int event) {
    this.instants = instants;
    this.plan = instants.plan;
    this.start = start;
    this.event = event;
    this.windowEnd = instants.windowEnd(start);
  }

  /** The stages, at the first instant, with which the chain may end or leave. */
  int exitsOfStart() {
    return exitsOfStart(instants, start, event);
  }

  /** The same, for any event; those that match the same stages have the same. */
  static int exitsOfStart(Instants instants, int start, int event) {
    int own = ownOfStart(instants, event);
    int exits = own;
    var used = List.of(event);
    return exits | instants.further(start, used, Integer.numberOfTrailingZeros(own));
  }

  /**
   * The stages that the first event itself may fill: the entry, or any where stages are implied.
   */
  static int ownOfStart(Instants instants, int event) {
    return instants.plan.implied ? instants.matched(event) : 1;
  }

  /**
   * The first instant at which each stage may be filled if the chain is to end with {@code target}:
   * not before the last excluded event in the window, of each exclusion that it leaves open.
   *
   * @return by stage; null if the chain can't begin with this event then
   */
  int @Nullable [] earliestAllowed(int target) {
    var allowed = new int[plan.stages];
    long end = instants.around.windowEnd(instants.millis(start));
    for (int exclusion = 0; exclusion < plan.after.length; exclusion++) {
      if (plan.isExcludedFrom(exclusion, target)) {
        int first = instants.firstFrom(instants.around.lastExcluded(exclusion, end));
        int after = plan.after[exclusion];
        if (after == 0 && first > start) {
          return null;
        }
        allowed[after] = Math.max(allowed[after], first);
      }
    }
    return allowed;
  }

  /**
   * Whether a chain that enters an instant with one stage and has filled another there is allowed.
   */
  static boolean isAllowed(int[] allowed, int instant, int entered, int last) {
    for (int stage = entered; stage <= last; stage++) {
      if (instant < allowed[stage]) {
        return false;
      }
    }
    return true;
  }

  /** Returns the earliest instant at which a clean chain to the target is complete. */
  int finish(int target) {
    var allowed = earliestAllowed(target);
    int[] found = {NEVER};
    if (allowed != null) {
      walk(
          target,
          allowed,
          (instant, entered, last) -> {
            found[0] = last == target ? instant : NEVER;
            return last != target;
          });
    }
    return found[0];
  }

  /**
   * Returns the last moment at which a clean chain to the target could still go on to the next
   * required stage; {@link Long#MIN_VALUE} if none can.
   */
  long openUntil(int target) {
    var allowed = earliestAllowed(target);
    long[] latest = {Long.MIN_VALUE};
    if (allowed != null) {
      int furthest = plan.requiredAfter(target) - 1;
      walk(
          furthest,
          allowed,
          (instant, entered, last) -> {
            if (last >= target && canGoOn(instant, entered, last)) {
              latest[0] = Math.max(latest[0], openUntil(instant, last));
            }
            return true;
          });
    }
    return latest[0];
  }

  private long openUntil(int instant, int last) {
    long limit = instants.around.openUntil(instants.millis(start));
    long longest = plan.untilNextRequired[last];
    return longest == Plan.UNLIMITED ? limit : Math.min(limit, instants.millis(instant) + longest);
  }

  /** Whether nothing that is known already keeps an event of the future from following. */
  private boolean canGoOn(int instant, int entered, int last) {
    if (!plan.strict) {
      return true;
    }
    int moment = instants.around.interruptingMoment(instants.millis(instant));
    return instants.around.isCalmAfter(moment, instants.around.openUntil(instants.millis(start)))
        && (instant == start || (instants.leaves(instant, entered) & 1 << last) != 0);
  }

  /** Takes a way in which a chain may end; returns whether to look for more. */
  @FunctionalInterface
  private interface EndVisitor {
    boolean visit(int instant, int entered, int last);
  }

  /** Visits the ways in which a chain may end with a stage up to {@code furthest}, by instant. */
  private void walk(int furthest, int[] allowed, EndVisitor visitor) {
    int stages = (2 << furthest) - 1;
    var left = new int[furthest + 1]; // by stage, the last instant that a chain left with it
    Arrays.fill(left, -1);
    for (int rest = exitsOfStart() & stages; rest != 0; rest &= rest - 1) {
      int last = Integer.numberOfTrailingZeros(rest);
      if (isAllowed(allowed, start, 0, last)) {
        left[last] = start;
        if (!visitor.visit(start, 0, last)) {
          return;
        }
      }
    }
    boolean goesOn = true;
    for (int instant = start + 1; instant <= windowEnd && goesOn; instant++) {
      goesOn = false;
      // Downwards: what a stage leaves here is not to be followed at the same instant.
      for (int entered = furthest; entered > 0; entered--) {
        int from = lastLeft(left, entered);
        if (from >= 0 && instant <= instants.stepEnd(entered, from)) {
          goesOn = true;
          int exits = instants.exits(instant, entered) & stages;
          int leaves = exits == 0 ? 0 : instants.leaves(instant, entered);
          for (int rest = exits; rest != 0; rest &= rest - 1) {
            int last = Integer.numberOfTrailingZeros(rest);
            if (instants.isClean(instant, entered, last)
                && isAllowed(allowed, instant, entered, last)) {
              left[last] = (leaves & 1 << last) != 0 ? instant : left[last];
              if (!visitor.visit(instant, entered, last)) {
                return;
              }
            }
          }
        }
      }
      instants.steps.count(furthest + 1L);
    }
  }

  /** The last instant that a chain left with a stage that the entered one may follow, or −1. */
  private int lastLeft(int[] left, int entered) {
    int last = left[entered - 1];
    for (int before = entered - 1; plan.isOptional(before); before--) {
      last = Math.max(last, left[before - 1]);
    }
    return last;
  }
}
