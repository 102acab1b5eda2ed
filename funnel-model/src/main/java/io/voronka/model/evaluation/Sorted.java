package io.voronka.model.evaluation;

import java.util.List;
import java.util.function.ToLongFunction;

/** Finds places in lists that are sorted by time. */
final class Sorted {

  private Sorted() {}

  /** The index of the first element whose time is not before the moment; the size if none is. */
  static <T> int firstFrom(List<T> sorted, ToLongFunction<T> time, long millis) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (time.applyAsLong(sorted.get(middle)) < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
