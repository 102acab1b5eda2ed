package io.voronka.model.evaluation;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The events that may lie in one chain together, by the moment at which they happened, and which
 * steps of a chain are possible between those moments.
 *
 * <p>A chain goes from instant to instant. At each it <em>enters</em> with one stage, may fill
 * further ones, and <em>leaves</em> with the last. Instants are numbered from 0 by time.
 */
final class Instants {

  /** No instant. */
  static final int NEVER = Integer.MAX_VALUE;

  final Plan plan;
  final Surroundings around;
  final Steps steps;

  /** The values of held properties that the events share. */
  final List<PropertyValue> held;

  private final List<Event> events = new ArrayList<>();
  private int[] matched = new int[8];
  private long[] millis = new long[8];
  private int[] first = new int[9];
  private int[] union = new int[8];
  private int count;

  /** By stage, then instant: the last instant that a step into the stage reaches; null: any. */
  private int[][] stepEnds = {};

  /** By stage, then instant: cached exits of instants with several events, less 1. */
  private final int[][] exits;

  Instants(Plan plan, Surroundings around, Steps steps, List<PropertyValue> held) {
    this.held = held;
    this.plan = plan;
    this.around = around;
    this.steps = steps;
    this.exits = new int[plan.stages][];
  }

  /** Takes the next event, not earlier than the last, with the stages that it matches. */
  void add(Event event, int stagesMatched) {
    if (count == 0 || millis[count - 1] != event.timeMillis()) {
      if (count == millis.length) {
        millis = Arrays.copyOf(millis, count * 2);
        union = Arrays.copyOf(union, count * 2);
        first = Arrays.copyOf(first, count * 2 + 1);
      }
      millis[count] = event.timeMillis();
      first[count++] = events.size();
    }
    if (events.size() == matched.length) {
      matched = Arrays.copyOf(matched, matched.length * 2);
    }
    matched[events.size()] = stagesMatched;
    events.add(event);
    union[count - 1] |= stagesMatched;
    first[count] = events.size();
  }

  /** Must be called once after the last event. */
  void complete() {
    stepEnds = new int[plan.stages][];
    for (int stage = 1; stage < plan.stages; stage++) {
      if (isLimited(stage)) {
        stepEnds[stage] = new int[count];
        for (int i = 0; i < count; i++) {
          stepEnds[stage][i] = findStepEnd(stage, i);
        }
      }
    }
  }

  /** Whether not every later instant can be reached by a step into the stage. */
  boolean isLimited(int stage) {
    if (plan.strict || plan.within[stage] != Plan.UNLIMITED) {
      return true;
    }
    for (int exclusion = 0; exclusion < plan.after.length; exclusion++) {
      if (plan.isExcludedInto(exclusion, stage)) {
        return true;
      }
    }
    return false;
  }

  private int findStepEnd(int stage, int from) {
    long start = millis[from];
    long end = plan.within[stage] == Plan.UNLIMITED ? Long.MAX_VALUE : start + plan.within[stage];
    for (int exclusion = 0; exclusion < plan.after.length; exclusion++) {
      if (plan.isExcludedInto(exclusion, stage)) {
        end = Math.min(end, around.nextExcluded(exclusion, start));
      }
    }
    if (plan.strict) {
      int next = from + 1;
      boolean isAdjacent =
          next < count
              && millis[next] <= end
              && around.interruptingMoment(millis[next]) == around.interruptingMoment(start) + 1;
      return isAdjacent ? next : from;
    }
    return lastUpTo(end);
  }

  int count() {
    return count;
  }

  /** Whether several events lie in one instant. */
  boolean haveTies() {
    return events.size() > count;
  }

  long millis(int instant) {
    return millis[instant];
  }

  /** The index of the instant's first event; that of the instant after the last ends the list. */
  int first(int instant) {
    return first[instant];
  }

  int size(int instant) {
    return first[instant + 1] - first[instant];
  }

  Event event(int index) {
    return events.get(index);
  }

  /** The stages that the event matches. */
  int matched(int index) {
    return matched[index];
  }

  /** The stages that some event of the instant matches. */
  int union(int instant) {
    return union[instant];
  }

  /** The instant of an event. */
  int instantOf(int index) {
    return lastUpTo(events.get(index).timeMillis());
  }

  /** The last instant not later than the moment, or −1. */
  int lastUpTo(long moment) {
    int at = Arrays.binarySearch(millis, 0, count, moment);
    return at >= 0 ? at : -at - 2;
  }

  /** The first instant not earlier than the moment, or their number. */
  int firstFrom(long moment) {
    int at = Arrays.binarySearch(millis, 0, count, moment);
    return at >= 0 ? at : -at - 1;
  }

  /** The last instant that a step from the instant into the stage may reach; none if not later. */
  int stepEnd(int stage, int from) {
    var ends = stepEnds[stage];
    return ends == null ? count - 1 : ends[from];
  }

  /** The last instant at which an event may lie in a chain that starts at the instant. */
  int windowEnd(int start) {
    return lastUpTo(around.windowEnd(millis[start]));
  }

  /**
   * The stages with which a chain that entered the instant with a stage may end there; among
   * several events always a further optional stage too, since a chain that skips it goes on just as
   * well. Whether excluded events allow it is another question: {@link #isClean}.
   */
  int exits(int instant, int entered) {
    if (plan.implied) {
      return union[instant] & -1 << entered;
    }
    if ((union[instant] & 1 << entered) == 0) {
      return 0;
    }
    if (plan.increasing || size(instant) == 1) {
      return 1 << entered;
    }
    var cache = exits[entered];
    if (cache == null) {
      cache = new int[count];
      exits[entered] = cache;
    }
    if (cache[instant] == 0) {
      cache[instant] = 1 + exitsOf(matching(instant, List.of()), entered);
    }
    return cache[instant] - 1;
  }

  private int exitsOf(InstantMatching matching, int entered) {
    int found = 0;
    for (int stage = entered; stage < plan.stages; stage++) {
      boolean maySkip = stage > entered && plan.isOptional(stage);
      if (!maySkip && !matching.place(stage)) {
        break;
      }
      found |= 1 << stage;
    }
    return found;
  }

  /**
   * The stages with which a chain that entered the instant with a stage may go on to a later one.
   */
  int leaves(int instant, int entered) {
    int found = exits(instant, entered);
    if (plan.strict && found != 0) {
      found &= usingAll(instant, List.of(), entered - 1, entered);
    }
    return clean(instant, entered, found);
  }

  /**
   * The further stages that other events of the instant can fill.
   *
   * @param used indexes of the events that the chain has at the instant already
   * @param last the last stage filled
   */
  int further(int instant, List<Integer> used, int last) {
    if (plan.increasing || used.size() == size(instant)) {
      return 0;
    }
    if (plan.implied) {
      int others = 0;
      for (int i = first[instant]; i < first[instant + 1]; i++) {
        others |= used.contains(i) ? 0 : matched[i];
      }
      return others & -2 << last;
    }
    int found = 0;
    var matching = matching(instant, used);
    for (int entered = last + 1; entered < plan.stages; entered++) {
      matching.clear();
      found |= exitsOf(matching, entered);
      if (!plan.isOptional(entered)) {
        break;
      }
    }
    return found;
  }

  /**
   * The stages, the last filled among them, with which the chain may go on to a later instant.
   *
   * @param entered the stage with which the chain entered the instant
   * @param isStart whether the chain begins here: other events may then lie before it
   */
  int leavesFrom(int instant, int entered, List<Integer> used, int last, boolean isStart) {
    int found = 1 << last | further(instant, used, last);
    if (plan.strict && !isStart) {
      found &= usingAll(instant, used, last, -1);
    }
    return clean(instant, entered, found);
  }

  /**
   * The stages with which a strict chain may leave the instant: all that interrupts lies in it.
   *
   * @param last the last stage filled, if events are used, else the one before {@code entered}
   * @param entered a stage that must be filled, or −1
   */
  private int usingAll(int instant, List<Integer> used, int last, int entered) {
    int open = around.interruptingAt(around.interruptingMoment(millis[instant])) - used.size();
    if (open != size(instant) - used.size()) {
      return 0; // something that can't be in this chain happened at that moment too
    }
    if (open == 0) {
      return 1 << last;
    }
    if (plan.increasing && open > 1) {
      return 0;
    }
    var matching = matching(instant, used);
    int found = 0;
    for (int exit = last + 1; exit < plan.stages; exit++) {
      matching.clear();
      if (fillsAll(matching, last + 1, exit, entered, open)) {
        found |= 1 << exit;
      }
    }
    return found;
  }

  private boolean fillsAll(InstantMatching matching, int from, int exit, int entered, int open) {
    for (int stage = from; stage <= exit; stage++) {
      boolean needed = stage == exit || stage == entered || !plan.isOptional(stage);
      if (needed && !matching.place(stage)) {
        return false;
      }
    }
    for (int stage = from; stage < exit && matching.placed() < open; stage++) {
      if (plan.isOptional(stage) && stage != entered) {
        matching.place(stage);
      }
    }
    return matching.placed() == open;
  }

  private int clean(int instant, int entered, int stages) {
    int found = stages;
    for (int rest = stages; rest != 0 && plan.after.length > 0; rest &= rest - 1) {
      int stage = Integer.numberOfTrailingZeros(rest);
      found &= isClean(instant, entered, stage) ? -1 : ~(1 << stage);
    }
    return found;
  }

  /**
   * Whether excluded events at the instant leave alone a chain that fills the stages from {@code
   * entered} to {@code last} at it: those do no harm at the moment at which an exclusion begins or
   * ends.
   */
  boolean isClean(int instant, int entered, int last) {
    for (int exclusion = 0; exclusion < plan.after.length; exclusion++) {
      if (plan.after[exclusion] < entered
          && last < plan.before[exclusion]
          && around.isExcluded(exclusion, millis[instant])) {
        return false;
      }
    }
    return true;
  }

  /**
   * The chain that begins with an event and takes the next event of each stage up to the target.
   * Only where instants have one event each and that is there.
   */
  Chain earliest(int event, int target) {
    var chain = new Event[plan.stages];
    var reached = new Long[plan.stages];
    Arrays.fill(reached, Chain.NOT_REACHED);
    int at = event;
    for (int stage = 0; stage <= target; stage++) {
      while ((matched[at] & 1 << stage) == 0) {
        at++;
      }
      chain[stage] = events.get(at);
      reached[stage] = chain[stage].timeMillis();
      at++;
    }
    return new Chain(Arrays.asList(chain), Arrays.asList(reached), target + 1);
  }

  private InstantMatching matching(int instant, List<Integer> used) {
    var matching = new InstantMatching(steps);
    for (int i = first[instant]; i < first[instant + 1]; i++) {
      if (!used.contains(i)) {
        matching.add(matched[i]);
      }
    }
    return matching;
  }
}
