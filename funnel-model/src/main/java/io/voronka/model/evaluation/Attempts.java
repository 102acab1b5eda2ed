package io.voronka.model.evaluation;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every attempt of one person at one funnel.
 *
 * @param definition the funnel
 * @param list one for each entry event, void ones too, in the order of the entries
 * @param matching the events that match some stage, in order
 */
public record Attempts(FunnelDefinition definition, List<Attempt> list, List<Event> matching) {

  /** The attempts of somebody without events. */
  public static Attempts none(FunnelDefinition definition) {
    return new Attempts(definition, List.of(), List.of());
  }

  /** Returns how far the person got with chains that begin in the range. */
  public @Nullable Outcome in(long fromMillis, long toMillis) {
    return in(fromMillis, toMillis, entry -> true);
  }

  /**
   * Returns how far the person got with chains whose first event lies in the range, or null if
   * there is none. O(log n + attempts in the range).
   *
   * @param fromMillis included
   * @param toMillis excluded
   * @param entries which first events to consider
   */
  public @Nullable Outcome in(long fromMillis, long toMillis, Predicate<Event> entries) {
    int complete = definition.stages().size();
    Attempt best = null;
    var equallyDeep = new ArrayList<Attempt>();
    for (int i = Sorted.firstFrom(list, Attempt::startMillis, fromMillis); i < list.size(); i++) {
      var attempt = list.get(i);
      if (attempt.startMillis() >= toMillis) {
        break;
      }
      if (attempt.depth() == 0 || !entries.test(attempt.entry())) {
        continue;
      }
      if (best == null || attempt.depth() > best.depth()) {
        equallyDeep.clear();
      }
      if (best == null || speaksBefore(attempt, best)) {
        best = attempt;
      }
      // Of complete ones nobody asks until when they are open, and there may be thousands.
      if (attempt.depth() == best.depth() && attempt.depth() < complete) {
        equallyDeep.add(attempt);
      }
    }
    return best == null ? null : new Outcome(definition, best, equallyDeep);
  }

  /** Returns the depth of {@link #in(long, long)}, 0 if there is none; likewise. */
  public int depthIn(long fromMillis, long toMillis) {
    int depth = 0;
    for (int i = Sorted.firstFrom(list, Attempt::startMillis, fromMillis); i < list.size(); i++) {
      var attempt = list.get(i);
      if (attempt.startMillis() >= toMillis) {
        break;
      }
      depth = Math.max(depth, attempt.depth());
    }
    return depth;
  }

  /** Whether the attempt speaks for the person rather than one that began earlier. */
  private boolean speaksBefore(Attempt attempt, Attempt earlier) {
    if (attempt.depth() != earlier.depth()) {
      return attempt.depth() > earlier.depth();
    }
    // Moving back never counts: what began first is what the person goes on with.
    return attempt.finishMillis() < earlier.finishMillis()
        || attempt.finishMillis() == earlier.finishMillis() && !definition.implied();
  }

  /**
   * Returns the attempts that are counted as such, in the order of their entries: one after the
   * other, as {@link AttemptCounting} reads them.
   */
  public List<Outcome> counted() {
    return AttemptCounting.of(this);
  }

  /**
   * Returns the starts of the attempts that are in one of the two and not, equal, in the other. One
   * event changes a few neighbours: only what lies between the equal ends is looked up.
   */
  public static long[] changedStarts(Attempts before, Attempts after) {
    int shorter = Math.min(before.list.size(), after.list.size());
    int head = 0;
    while (head < shorter && before.fromStart(head).equals(after.fromStart(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head && before.fromEnd(tail).equals(after.fromEnd(tail))) {
      tail++;
    }
    var old = before.list.subList(head, before.list.size() - tail);
    var now = after.list.subList(head, after.list.size() - tail);
    return old.isEmpty() || now.isEmpty()
        ? starts(old, now)
        : starts(without(old, now), without(now, old));
  }

  private static List<Attempt> without(List<Attempt> some, List<Attempt> others) {
    var left = new ArrayList<>(some);
    left.removeAll(new HashSet<>(others));
    return left;
  }

  /** Returns all starts in both, ascending, each once. */
  public static long[] allStarts(Attempts before, Attempts after) {
    return starts(before.list, after.list);
  }

  private static long[] starts(List<Attempt> some, List<Attempt> others) {
    var all = new long[some.size() + others.size()];
    int size = 0;
    for (var attempt : some) {
      all[size++] = attempt.startMillis();
    }
    for (var attempt : others) {
      all[size++] = attempt.startMillis();
    }
    Arrays.sort(all);
    int kept = 0;
    for (long start : all) {
      if (kept == 0 || all[kept - 1] != start) {
        all[kept++] = start;
      }
    }
    return Arrays.copyOf(all, kept);
  }

  private Attempt fromStart(int index) {
    return list.get(index);
  }

  private Attempt fromEnd(int index) {
    return list.get(list.size() - 1 - index);
  }
}
