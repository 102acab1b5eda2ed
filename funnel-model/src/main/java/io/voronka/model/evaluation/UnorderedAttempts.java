package io.voronka.model.evaluation;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds how many stages each event, taken as the first, gets filled in an unordered funnel.
 *
 * <p>Sets of events that can fill different stages together are the independent sets of a matroid
 * (transversal; Edmonds and Fulkerson 1965): taking each next event that adds a stage gives the
 * most stages, each number of them as early as possible. Which stages can still be gained is known
 * after each step, so the next event that adds one is found without looking at those between.
 * O(stages²) for each start.
 */
final class UnorderedAttempts {

  private final Instants instants;
  private final Plan plan;

  /** What adds at most one stage: an event or, where times must increase, a whole instant. */
  private final int units;

  /** By stage, then unit: the first unit from there on with an event of the stage. */
  private final int[][] next;

  private UnorderedAttempts(Instants instants) {
    this.instants = instants;
    this.plan = instants.plan;
    this.units = plan.increasing ? instants.count() : instants.first(instants.count());
    this.next = new int[plan.stages][units + 1];
    for (int stage = 0; stage < plan.stages; stage++) {
      next[stage][units] = units;
      for (int unit = units - 1; unit >= 0; unit--) {
        boolean has = (matched(unit) & 1 << stage) != 0;
        next[stage][unit] = has ? unit : next[stage][unit + 1];
      }
    }
    instants.steps.count((long) plan.stages * units);
  }

  private int matched(int unit) {
    return plan.increasing ? instants.union(unit) : instants.matched(unit);
  }

  /** Adds an attempt for each event, in their order. */
  static void find(Instants instants, List<Attempt> into) {
    var all = new UnorderedAttempts(instants);
    for (int instant = 0; instant < instants.count(); instant++) {
      for (int event = instants.first(instant); event < instants.first(instant + 1); event++) {
        into.add(all.new Start(instant, event).attempt());
      }
    }
  }

  /** The stages gained so far and on which of the gaining units each is. */
  private static final class Gained {
    final List<Integer> masks = new ArrayList<>();
    private final int[] holder; // by stage, the index of its mask
    private int filled;
    private final int all;

    Gained(int stages) {
      this.holder = new int[stages];
      this.all = (1 << stages) - 1;
    }

    /** The stages of which a further event with one of them would gain a stage. */
    int open() {
      int open = all & ~filled;
      boolean grows = true;
      while (grows) {
        int before = open;
        for (int rest = filled & ~open; rest != 0; rest &= rest - 1) {
          int stage = Integer.numberOfTrailingZeros(rest);
          open |= (masks.get(holder[stage]) & open) != 0 ? 1 << stage : 0;
        }
        grows = open != before;
      }
      return open;
    }

    /** Adds a unit by the stages that it matches; returns whether it gains one. */
    boolean add(int mask) {
      masks.add(mask);
      return place(masks.size() - 1, new int[] {0});
    }

    private boolean place(int index, int[] visited) {
      int choice = masks.get(index) & all;
      int free = choice & ~filled;
      if (free != 0) {
        int stage = Integer.numberOfTrailingZeros(free);
        holder[stage] = index;
        filled |= 1 << stage;
        return true;
      }
      for (int rest = choice & ~visited[0]; rest != 0; rest &= rest - 1) {
        int stage = Integer.numberOfTrailingZeros(rest);
        if ((visited[0] & 1 << stage) == 0) {
          visited[0] |= 1 << stage;
          if (place(holder[stage], visited)) {
            holder[stage] = index;
            return true;
          }
        }
      }
      return false;
    }
  }

  /** An event taken as the first of a chain. */
  private final class Start implements Attempt.Details {

    private final int instant;
    private final int event;
    private final List<Integer> gaining = new ArrayList<>(); // units, the first event's apart
    private final boolean isVoid;
    private int finish;

    Start(int instant, int event) {
      this.instant = instant;
      this.event = event;
      gain();
      this.isVoid = isExcluded();
    }

    private void gain() {
      int windowEnd = instants.windowEnd(instant);
      int end = plan.increasing ? windowEnd + 1 : instants.first(windowEnd + 1);
      int own = plan.increasing ? instant : event;
      int unit = plan.increasing ? instant + 1 : instants.first(instant);
      var gained = new Gained(plan.stages);
      gained.add(instants.matched(event));
      finish = instant;
      for (int open = gained.open(); open != 0; open = gained.open()) {
        unit = nextOf(open, unit);
        if (unit == own) {
          unit = nextOf(open, unit + 1);
        }
        if (unit >= end) {
          break;
        }
        gained.add(matched(unit));
        gaining.add(unit);
        finish = plan.increasing ? unit : instants.instantOf(unit);
        unit++;
      }
    }

    private int nextOf(int stages, int from) {
      int first = units;
      for (int rest = stages; rest != 0; rest &= rest - 1) {
        first = Math.min(first, next[Integer.numberOfTrailingZeros(rest)][from]);
        instants.steps.count(1);
      }
      return first;
    }

    private int depth() {
      return gaining.size() + 1;
    }

    /** An exclusion covers the attempt up to its completion, else the whole window. */
    private boolean isExcluded() {
      long start = instants.millis(instant);
      long end =
          depth() == plan.stages ? instants.millis(finish) - 1 : instants.around.windowEnd(start);
      for (int exclusion = 0; exclusion < plan.after.length; exclusion++) {
        if (instants.around.nextExcluded(exclusion, start) <= end) {
          return true;
        }
      }
      return false;
    }

    Attempt attempt() {
      int depth = isVoid ? 0 : depth();
      return new Attempt(instants.event(event), depth, instants.millis(finish), this);
    }

    @Override
    public long openUntil() {
      return instants.around.openUntil(instants.millis(instant));
    }

    @Override
    public long openUntilAtMost() {
      return openUntil();
    }

    @Override
    public List<PropertyValue> held() {
      return instants.held;
    }

    @Override
    public Chain chain() {
      var chosen = chosenEvents();
      var reached = new ArrayList<Long>();
      chosen.forEach(index -> reached.add(instants.event(index).timeMillis()));
      while (reached.size() < plan.stages) {
        reached.add(Chain.NOT_REACHED);
      }
      return new Chain(byStage(chosen), reached, depth());
    }

    /** Of each gaining unit the first event by id with which the others still gain theirs. */
    private List<Integer> chosenEvents() {
      var chosen = new ArrayList<Integer>();
      chosen.add(event);
      if (!plan.increasing) {
        chosen.addAll(gaining);
        chosen.sort(null);
        return chosen;
      }
      for (int i = 0; i < gaining.size(); i++) {
        int unit = gaining.get(i);
        for (int one = instants.first(unit); one < instants.first(unit + 1); one++) {
          var masks = new ArrayList<Integer>();
          chosen.forEach(index -> masks.add(instants.matched(index)));
          masks.add(instants.matched(one));
          gaining.subList(i + 1, gaining.size()).forEach(later -> masks.add(matched(later)));
          if (allGain(masks)) {
            chosen.add(one);
            break;
          }
        }
      }
      return chosen;
    }

    private boolean allGain(List<Integer> masks) {
      var gained = new Gained(plan.stages);
      return masks.stream().allMatch(gained::add);
    }

    /** Gives each stage, one after the other, the earliest event that leaves the rest a place. */
    private List<@Nullable Event> byStage(List<Integer> chosen) {
      var events = new Event[plan.stages];
      var masks = new ArrayList<Integer>();
      chosen.forEach(index -> masks.add(instants.matched(index)));
      for (int stage = 0; stage < plan.stages; stage++) {
        for (int i = 0; i < masks.size(); i++) {
          int mask = masks.get(i);
          if ((mask & 1 << stage) != 0) {
            masks.set(i, 1 << stage); // so it is free for no other
            if (allGain(masks)) {
              events[stage] = instants.event(chosen.get(i));
              break;
            }
            masks.set(i, mask);
          }
        }
      }
      return Arrays.asList(events);
    }
  }
}
