package io.voronka.model.identity;

import java.util.ArrayList;
import java.util.List;

/**
 * What parts two lists of entries. An entry that came in another version is in both.
 *
 * @param added those of the later list only, in order
 * @param removed those of the earlier list only, in order
 */
public record Difference<E>(List<E> added, List<E> removed) {

  /** Compares two lists, both in order. O(entries). */
  public static <E extends Entry & Comparable<E>> Difference<E> between(
      List<E> before, List<E> after) {
    int same = same(before, after);
    if (same == before.size()) { // the usual case: some more came
      return new Difference<>(after.subList(same, after.size()), List.of());
    }
    var added = new ArrayList<E>();
    var removed = new ArrayList<E>();
    int old = same;
    int now = same;
    while (old < before.size() || now < after.size()) {
      int order =
          old == before.size()
              ? 1
              : now == after.size() ? -1 : order(before.get(old), after.get(now));
      if (order > 0) {
        added.add(after.get(now));
      } else if (order < 0) {
        removed.add(before.get(old));
      }
      old += order <= 0 ? 1 : 0;
      now += order >= 0 ? 1 : 0;
    }
    return new Difference<>(added, removed);
  }

  /** How many of the first are the same objects. */
  @SuppressWarnings("ReferenceEquality")
  private static int same(List<?> before, List<?> after) {
    int most = Math.min(before.size(), after.size());
    int same = 0;
    while (same < most && before.get(same) == after.get(same)) {
      same++;
    }
    return same;
  }

  /** Nearly all are in both lists as the same object. */
  @SuppressWarnings("ReferenceEquality")
  private static <E extends Comparable<E>> int order(E before, E after) {
    return before == after ? 0 : before.compareTo(after);
  }

  boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty();
  }
}
