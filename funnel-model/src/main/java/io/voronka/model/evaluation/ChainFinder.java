package io.voronka.model.evaluation;

import io.voronka.model.definition.Ties;
import io.voronka.model.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * Finds the deepest chain from each entry event among events that all may be in one chain.
 *
 * <p>Time goes forward from instant to instant. Taking as many stages as possible at each instant
 * is never worse: whoever is further along at a moment can do all that another could. So the chain
 * found is the deepest, and it reaches each stage as early as possible.
 *
 * <p>Fed in order, then used once. Not thread-safe.
 */
final class ChainFinder {

  private final int stages;
  private final long windowMillis;
  private final Ties ties;
  private final List<Event> events = new ArrayList<>();
  private final List<Instant> instants = new ArrayList<>();

  /** The events of one moment: a range of {@link #events}, and which stages each matches. */
  private record Instant(long millis, int first, List<Integer> matched) {}

  ChainFinder(int stages, long windowMillis, Ties ties) {
    this.stages = stages;
    this.windowMillis = windowMillis;
    this.ties = ties;
  }

  /** Takes the next event, not earlier than the last, with a bit for each stage that it matches. */
  void add(Event event, int matched) {
    var last = instants.isEmpty() ? null : instants.get(instants.size() - 1);
    if (last == null || last.millis != event.timeMillis()) {
      last = new Instant(event.timeMillis(), events.size(), new ArrayList<>(1));
      instants.add(last);
    }
    last.matched.add(matched);
    events.add(event);
  }

  /** Adds the chain of each entry event, in their order. */
  void findAll(List<Attempt> found) {
    var next = nextInstants();
    for (int at = 0; at < instants.size(); at++) {
      var instant = instants.get(at);
      // Entries of one moment that match the same stages leave the same others to choose from.
      var known = new HashMap<Integer, long[]>();
      for (int i = 0; i < instant.matched.size(); i++) {
        int matched = instant.matched.get(i);
        if ((matched & 1) != 0) {
          int start = at;
          int entry = i;
          var reached = known.computeIfAbsent(matched, kind -> chain(start, entry, next));
          found.add(new Attempt(events.get(instant.first + i), reached));
        }
      }
    }
  }

  private long[] chain(int start, int entry, int[][] next) {
    var reached = new long[stages];
    reached[0] = instants.get(start).millis;
    long deadline = reached[0] + windowMillis;
    int depth = 1;
    if (ties == Ties.ANY) {
      depth = fill(reached, depth, start, entry);
    }
    int at = start;
    while (depth < stages) {
      at = next[depth][at + 1];
      if (at == instants.size() || instants.get(at).millis > deadline) {
        break;
      }
      depth = fill(reached, depth, at, -1);
    }
    return Arrays.copyOf(reached, depth);
  }

  /** Fills as many further stages as one instant can; returns the new depth. */
  private int fill(long[] reached, int depth, int at, int without) {
    var instant = instants.get(at);
    int filled = depth;
    if (ties == Ties.INCREASING || instant.matched.size() == 1) {
      filled += without < 0 ? 1 : 0; // chain() only comes here for an event of the next stage
    } else {
      filled += TieMatching.longest(instant.matched, without, depth, stages);
    }
    Arrays.fill(reached, depth, filled, instant.millis);
    return filled;
  }

  /** At [stage][i], the first instant from i on with an event of that stage, else their number. */
  private int[][] nextInstants() {
    int count = instants.size();
    var next = new int[stages][count + 1];
    for (int stage = 0; stage < stages; stage++) {
      next[stage][count] = count;
      for (int i = count - 1; i >= 0; i--) {
        next[stage][i] = has(instants.get(i), stage) ? i : next[stage][i + 1];
      }
    }
    return next;
  }

  private static boolean has(Instant instant, int stage) {
    for (int matched : instant.matched) {
      if ((matched & 1 << stage) != 0) {
        return true;
      }
    }
    return false;
  }
}
