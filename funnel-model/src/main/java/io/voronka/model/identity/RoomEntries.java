package io.voronka.model.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one room holds while a message is handled, by source. What changes is written to the store
 * at once.
 */
final class RoomEntries<E extends Entry & Comparable<E>> {

  private final String id;
  private final RoomStore<E> store;
  private final int most;
  private final List<E> before;
  private Map<String, List<E>> held; // the store's own as long as nothing changes
  private boolean isHeldChanged;
  private @Nullable List<E> after; // null: to be found from what is held

  RoomEntries(String id, RoomStore<E> store, int most) {
    this.id = id;
    this.store = store;
    this.most = most;
    this.held = store.entries(id);
    this.before = union(held.values());
    this.after = before;
  }

  /** Of several versions of one message the smallest. Returns them in order. */
  static <E extends Entry & Comparable<E>> List<E> union(Collection<List<E>> sources) {
    if (sources.size() == 1) { // the usual case
      return sources.iterator().next();
    }
    var all = new ArrayList<E>();
    sources.forEach(all::addAll);
    Collections.sort(all);
    var seen = new HashSet<String>();
    all.removeIf(entry -> !seen.add(entry.id()));
    return Collections.unmodifiableList(all);
  }

  /** All entries before the message, in order. */
  List<E> before() {
    return before;
  }

  /** All entries as they are now, in order. */
  List<E> after() {
    if (after == null) {
      after = union(held.values());
    }
    return after;
  }

  boolean isFull() {
    return size() >= most;
  }

  private int size() {
    int size = 0;
    for (var entries : held.values()) { // of every event, so without a stream
      size += entries.size();
    }
    return size;
  }

  /**
   * Keeps what was said under the room's own id, of two versions the smaller.
   *
   * @return false if there is no space for it
   */
  boolean say(E entry) {
    var own = held.getOrDefault(id, List.of());
    int at = indexOf(own, entry.id());
    if (at < 0 && isFull()) {
      return false;
    }
    if (at >= 0 && own.get(at).compareTo(entry) <= 0) {
      return true;
    }
    if (at >= 0) {
      store.remove(id, id, own.get(at));
    }
    store.put(id, id, entry);
    if (held.size() == (own.isEmpty() ? 0 : 1)) { // the usual case: nobody else holds anything
      after = with(own, entry, at);
      held = Map.of(id, after);
      isHeldChanged = false;
      return true;
    }
    change(id, with(own, entry, at));
    int known = indexOf(before, entry.id());
    boolean isHidden = known >= 0 && before.get(known).compareTo(entry) <= 0;
    after = isHidden ? before : with(before, entry, known);
    return true;
  }

  /** A copy of a sorted list with an entry, beside all or in the place of that at an index. */
  private static <E extends Entry & Comparable<E>> List<E> with(List<E> all, E entry, int known) {
    var changed = new ArrayList<E>(all.size() + 1);
    changed.addAll(all);
    if (known >= 0) {
      changed.remove(known);
    }
    boolean isLast = changed.isEmpty() || changed.get(changed.size() - 1).compareTo(entry) < 0;
    changed.add(isLast ? changed.size() : -Collections.binarySearch(changed, entry) - 1, entry);
    return Collections.unmodifiableList(changed);
  }

  private static <E extends Entry & Comparable<E>> int indexOf(List<E> entries, String id) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Keeps copies of what a follower holds, each in the version that it holds now.
   *
   * @return how many there was no space for
   */
  int add(String follower, List<E> entries) {
    var copies = new LinkedHashMap<String, E>();
    held.getOrDefault(follower, List.of()).forEach(copy -> copies.put(copy.id(), copy));
    int space = most - size();
    int refused = 0;
    for (var entry : entries) {
      var known = copies.get(entry.id());
      if (known == null && space <= 0) {
        refused++;
      } else if (known == null || known.compareTo(entry) != 0) {
        space -= known == null ? 1 : 0;
        if (known != null) {
          store.remove(id, follower, known);
        }
        store.put(id, follower, entry);
        copies.put(entry.id(), entry);
      }
    }
    hold(follower, copies.values());
    return refused;
  }

  /** Gives up copies of what a follower holds no longer. */
  void remove(String follower, Set<String> entryIds) {
    var kept = new ArrayList<E>();
    for (var copy : held.getOrDefault(follower, List.of())) {
      if (entryIds.contains(copy.id())) {
        store.remove(id, follower, copy);
      } else {
        kept.add(copy);
      }
    }
    hold(follower, kept);
  }

  /** Gives up all copies of a follower. */
  void drop(String follower) {
    held.getOrDefault(follower, List.of()).forEach(copy -> store.remove(id, follower, copy));
    hold(follower, List.of());
  }

  /** Gives up everything. */
  void clear() {
    List.copyOf(held.keySet()).forEach(this::drop);
  }

  private void hold(String source, Collection<E> entries) {
    change(source, entries.stream().sorted().toList());
    after = null;
  }

  private void change(String source, List<E> entries) {
    if (!isHeldChanged) {
      held = new HashMap<>(held);
      isHeldChanged = true;
    }
    if (entries.isEmpty()) {
      held.remove(source);
    } else {
      held.put(source, entries);
    }
  }
}
