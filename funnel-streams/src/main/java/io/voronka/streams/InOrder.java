package io.voronka.streams;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Sorts by keys of bytes that begin alike, as those of one project do: what follows is compared as
 * a number first, for which no key has to be looked at again.
 */
final class InOrder {

  private record Placed<T>(long first, byte[] key, T value) implements Comparable<Placed<T>> {
    @Override
    public int compareTo(Placed<T> other) {
      int byFirst = Long.compareUnsigned(first, other.first);
      return byFirst != 0 ? byFirst : Arrays.compareUnsigned(key, other.key);
    }
  }

  private InOrder() {}

  /** Returns the values in the order of their keys. */
  static <T> List<T> of(List<T> values, Function<T, byte[]> keyOf) {
    int alike = alike(values, keyOf);
    var placed = new ArrayList<Placed<T>>(values.size());
    for (var value : values) {
      var key = keyOf.apply(value);
      placed.add(new Placed<>(number(key, alike), key, value));
    }
    placed.sort(null);
    var sorted = new ArrayList<T>(values.size());
    placed.forEach(one -> sorted.add(one.value));
    return sorted;
  }

  /** With how many bytes all keys begin alike. */
  private static <T> int alike(List<T> values, Function<T, byte[]> keyOf) {
    if (values.isEmpty()) {
      return 0;
    }
    var first = keyOf.apply(values.get(0));
    int alike = first.length;
    for (var value : values) {
      var key = keyOf.apply(value);
      int other = Arrays.mismatch(first, 0, alike, key, 0, Math.min(alike, key.length));
      alike = other < 0 ? Math.min(alike, key.length) : other;
    }
    return alike;
  }

  /** The eight bytes from there on; of a key that ends earlier, zeroes. */
  private static long number(byte[] key, int from) {
    long number = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      number = number << 8 | (i < key.length ? key[i] & 0xff : 0);
    }
    return number;
  }
}
