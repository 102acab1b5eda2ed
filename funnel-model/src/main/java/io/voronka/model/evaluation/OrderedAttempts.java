package io.voronka.model.evaluation;

import static io.voronka.model.evaluation.Instants.NEVER;

import io.voronka.model.event.PropertyValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds how far each entry event gets in an ordered or strict funnel.
 *
 * <p>For one stage after the other it takes the earliest finish of all starts at once ({@link
 * EarliestFinish}): the window is kept if that one keeps it. Only where an exclusion stays open at
 * the end, the earliest may be void while a later one is clean: those starts are looked at again.
 * O(instants × stages²) time, with such exclusions at most O(starts × instants × stages²).
 *
 * <p>In a plain funnel, without ties, the starts go on with each event that comes: {@link
 * OpenStarts}. O(instants + starts × stages).
 */
final class OrderedAttempts {

  /** An entry event and how far it got. */
  private static final class Start implements Attempt.Details {
    private static final int[] NONE = {};

    final Instants instants;
    final int instant;
    final int event;
    final int exits;

    /** By stage, when a chain that may be void at its end gets there; empty without exclusions. */
    final int[] earliest;

    int target = -1;
    int finish = NEVER;
    boolean isHandedOut; // as it is: an attempt reads it

    Start(Instants instants, int instant, int event, int exits) {
      this.instants = instants;
      this.instant = instant;
      this.event = event;
      this.exits = exits;
      this.earliest = instants.plan.after.length == 0 ? NONE : new int[instants.plan.stages];
      Arrays.fill(earliest, NEVER);
    }

    int windowEnd() {
      return instants.windowEnd(instant);
    }

    void reach(int stage, int instant, Steps steps) {
      target = stage;
      finish = instant;
      steps.count(1);
    }

    private StartSearch search() {
      return new StartSearch(instants, instant, event);
    }

    @Override
    public List<PropertyValue> held() {
      return instants.held;
    }

    @Override
    public Chain chain() {
      return goesForward(instants)
          ? instants.earliest(event, target)
          : new ChainBuilder(search(), target, finish).build();
    }

    @Override
    public long openUntilAtMost() {
      long limit = instants.around.openUntil(instants.millis(instant));
      long longest = instants.plan.untilNextRequired[target];
      return longest == Plan.UNLIMITED
          ? limit
          : Math.min(limit, instants.millis(windowEnd()) + longest);
    }

    @Override
    public long openUntil() {
      var plan = instants.plan;
      return plan.strict || plan.untilNextRequired[target] != Plan.UNLIMITED
          ? search().openUntil(target)
          : openUntilAtMost();
    }

    Attempt attempt() {
      long finished = target < 0 ? instants.millis(instant) : instants.millis(finish);
      return new Attempt(instants.event(event), target + 1, finished, this);
    }
  }

  private final Instants instants;
  private final Plan plan;
  private final List<Start> starts = new ArrayList<>();

  private OrderedAttempts(Instants instants) {
    this.instants = instants;
    this.plan = instants.plan;
  }

  /** Adds an attempt for each entry event, in their order. */
  static void find(Instants instants, List<Attempt> into) {
    var all = new OrderedAttempts(instants);
    all.collectStarts();
    if (goesForward(instants)) {
      all.goForward(instants.count() + 1, into);
    } else {
      all.evaluate();
    }
    for (var start : all.starts) {
      into.add(start.attempt());
    }
  }

  /**
   * Adds the attempts of the first events, and those of all, for which one pass is enough: all of
   * the first that do not advance later are in both lists.
   *
   * @param first how many of the instants are those of the first events
   */
  static void findGrowth(Instants instants, int first, List<Attempt> before, List<Attempt> after) {
    var all = new OrderedAttempts(instants);
    all.collectStarts();
    all.goForward(first, before);
    for (int i = 0; i < all.starts.size(); i++) {
      var start = all.starts.get(i);
      after.add(start.isHandedOut ? before.get(i) : start.attempt());
    }
  }

  /** Whether each start simply takes the next event of its next stage. */
  static boolean goesForward(Instants instants) {
    return instants.plan.plain && !instants.haveTies();
  }

  private void collectStarts() {
    for (int instant = 0; instant < instants.count(); instant++) {
      // Entries of one moment that match the same stages leave the same others to choose from.
      boolean isAlone = instants.size(instant) == 1;
      Map<Integer, Integer> known = isAlone ? Map.of() : new HashMap<>();
      for (int event = instants.first(instant); event < instants.first(instant + 1); event++) {
        int matched = instants.matched(event);
        if (plan.implied || (matched & 1) != 0) {
          int at = instant;
          int entry = event;
          int exits =
              isAlone
                  ? StartSearch.ownOfStart(instants, event)
                  : known.computeIfAbsent(
                      matched, kind -> StartSearch.exitsOfStart(instants, at, entry));
          starts.add(new Start(instants, instant, event, exits));
        }
      }
    }
  }

  /**
   * Lets the starts advance event by event.
   *
   * @param handOut before which instant the attempts so far are handed out
   * @param into takes them
   */
  private void goForward(int handOut, List<Attempt> into) {
    var open = new OpenStarts(plan.stages, List.of());
    int next = 0;
    for (int at = 0; at < instants.count(); at++) {
      int instant = at;
      if (instant == handOut) {
        handOut(next, into);
      }
      open.forget(instants.around.firstStart(instants.millis(instant)));
      open.advance(
          instants.union(instant),
          (index, depth) -> toChange(index).reach(depth - 1, instant, instants.steps));
      if (next < starts.size() && starts.get(next).instant == instant) {
        starts.get(next).reach(0, instant, instants.steps);
        open.add(instants.millis(instant), next++);
      }
    }
    if (instants.count() == handOut) {
      handOut(next, into);
    }
    instants.steps.count(instants.count());
  }

  private void handOut(int some, List<Attempt> into) {
    for (var start : starts.subList(0, some)) {
      into.add(start.attempt());
      start.isHandedOut = true;
    }
  }

  private Start toChange(int index) {
    var start = starts.get(index);
    if (start.isHandedOut) {
      start = new Start(instants, start.instant, start.event, start.exits);
      starts.set(index, start);
    }
    return start;
  }

  private void evaluate() {
    // A stage may be reached where the one before is not: it is implied, or only passed clean.
    boolean needsEach = !plan.implied && plan.after.length == 0;
    boolean some = !starts.isEmpty();
    for (int target = 0; target < plan.stages && some; target++) {
      if (!plan.isOptional(target)) {
        some = evaluate(target) || !needsEach;
      }
    }
  }

  /** Finds who reaches the target; returns whether anybody does, if only to be void. */
  private boolean evaluate(int target) {
    var earliest = EarliestFinish.of(instants, target);
    boolean some = false;
    var open = new OpenExclusions(target, earliest);
    for (var start : starts) {
      int finish =
          (start.exits & 1 << target) != 0
              ? start.instant
              : earliest.earliestOf(start.exits, start.instant);
      int windowEnd = start.windowEnd();
      if (finish <= windowEnd) {
        some = true;
        if (start.earliest.length > 0) {
          start.earliest[target] = finish;
        }
        int clean = open.cleanFinish(start, finish);
        if (clean <= windowEnd) {
          start.target = target;
          start.finish = clean;
        }
      }
    }
    return some;
  }

  /** The exclusions that stay open in chains to a target. */
  private final class OpenExclusions {

    private final int target;
    private final EarliestFinish earliest;
    private final int[] open;

    /** By stage, the earliest finish of those who enter an instant or a later one with it. */
    private final int[][] enteringFrom = new int[plan.stages][];

    OpenExclusions(int target, EarliestFinish earliest) {
      this.target = target;
      this.earliest = earliest;
      this.open =
          java.util.stream.IntStream.range(0, plan.after.length)
              .filter(exclusion -> plan.isExcludedFrom(exclusion, target))
              .toArray();
    }

    /** Returns the earliest instant at which a chain is complete that no exclusion voids. */
    int cleanFinish(Start start, int finish) {
      long end = instants.around.windowEnd(instants.millis(start.instant));
      int afterLast = 0; // the first instant not before the last excluded event
      for (int exclusion : open) {
        int first = instants.firstFrom(instants.around.lastExcluded(exclusion, end));
        afterLast = Math.max(afterLast, first);
      }
      if (afterLast <= start.instant) {
        return finish;
      }
      return open.length == 1 && stepsAreUnlimited(plan.after[open[0]])
          ? finishEntering(start, plan.after[open[0]], afterLast)
          : start.search().finish(target);
    }

    private boolean stepsAreUnlimited(int upTo) {
      return java.util.stream.IntStream.rangeClosed(1, upTo).noneMatch(instants::isLimited);
    }

    /** Where every later instant can be entered, it only matters when the stages before were. */
    private int finishEntering(Start start, int after, int afterLast) {
      int best = NEVER;
      for (int stage = 1; stage <= after; stage++) {
        int before = start.earliest[plan.requiredUpTo(stage - 1)];
        if (before < instants.count()) {
          best = Math.min(best, enteringFrom(stage)[Math.max(before + 1, afterLast)]);
        }
        instants.steps.count(1);
      }
      return best;
    }

    private int[] enteringFrom(int stage) {
      var known = enteringFrom[stage];
      if (known == null) {
        known = earliest.enteringFrom(stage);
        enteringFrom[stage] = known;
      }
      return known;
    }
  }
}
