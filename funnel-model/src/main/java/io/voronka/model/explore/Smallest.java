package io.voronka.model.explore;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of many things under a bound: those whose keys come first. A key that was once
 * pushed out never comes back, and one that is there was there since it was first seen, so what is
 * kept is complete, whatever the order in which things come, parts of them added up too. Mutable,
 * not thread-safe.
 */
final class Smallest<K, V> {

  private final TreeMap<K, V> kept;
  private final int most;
  private boolean isCut;

  Smallest(int most, Comparator<? super K> order) {
    this.most = most;
    this.kept = new TreeMap<>(order);
  }

  /** Returns what is kept under the key, new if need be; null if the key is beyond the bound. */
  @Nullable V at(K key, Supplier<V> fresh) {
    var known = kept.get(key);
    if (known != null) {
      return known;
    }
    if (kept.size() == most) {
      isCut = true;
      var last = kept.lastKey();
      if (kept.comparator().compare(key, last) > 0) {
        return null;
      }
      kept.remove(last);
    }
    var added = fresh.get();
    kept.put(key, added);
    return added;
  }

  /** Tells that some keys were beyond the bound already where a part was counted. */
  void cut() {
    isCut = true;
  }

  /** Whether some keys were beyond the bound. */
  boolean isCut() {
    return isCut;
  }

  int size() {
    return kept.size();
  }

  void forEach(BiConsumer<? super K, ? super V> visitor) {
    kept.forEach(visitor);
  }

  /** What is kept, in the order of the keys. */
  Map<K, V> asMap() {
    return kept;
  }
}
