package io.voronka.model.evaluation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every attempt of one person at one funnel.
 *
 * @param list one for each entry event, in the order of the entries
 * @param windowMillis the funnel's conversion window
 */
public record Attempts(List<Attempt> list, long windowMillis) {

  public static final Attempts NONE = new Attempts(List.of(), 0);

  /**
   * Returns how far the person got with chains whose first event lies in the range, or null if none
   * does. O(log n + attempts in the range).
   *
   * @param fromMillis included
   * @param toMillis excluded
   */
  public @Nullable Outcome in(long fromMillis, long toMillis) {
    Attempt best = null;
    long lastStart = 0;
    for (int i = firstAtOrAfter(fromMillis); i < list.size(); i++) {
      var attempt = list.get(i);
      if (attempt.startMillis() >= toMillis) {
        break;
      }
      if (best == null || attempt.speaksBefore(best)) {
        best = attempt;
      }
      if (attempt.depth() == best.depth()) {
        lastStart = attempt.startMillis();
      }
    }
    return best == null ? null : new Outcome(best, lastStart + windowMillis);
  }

  private int firstAtOrAfter(long millis) {
    int low = 0;
    int high = list.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (list.get(middle).startMillis() < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the starts of the attempts that are in one of the two and not, equal, in the other. */
  public static Set<Long> changedStarts(Attempts before, Attempts after) {
    var old = new HashSet<>(before.list);
    var changed = new HashSet<Long>();
    for (var attempt : after.list) {
      if (!old.remove(attempt)) {
        changed.add(attempt.startMillis());
      }
    }
    old.forEach(attempt -> changed.add(attempt.startMillis()));
    return changed;
  }
}
