package io.voronka.model.identity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rooms in memory. Refuses what no store of entries could do. */
final class Shelf<E extends Entry & Comparable<E>> implements RoomStore<E> {

  final Map<String, RoomHead> heads = new TreeMap<>();
  final Map<String, Map<String, Map<String, E>>> entries = new TreeMap<>(); // room, source, id

  private int headsRead;
  private int headsWritten;
  private int entriesRead;
  private int entriesWritten;

  void forgetCosts() {
    headsRead = 0;
    headsWritten = 0;
    entriesRead = 0;
    entriesWritten = 0;
  }

  /** How often was read and written since they were forgotten. */
  String costs() {
    return "heads %d read %d written, entries %d read %d written"
        .formatted(headsRead, headsWritten, entriesRead, entriesWritten);
  }

  Shelf<E> copy() {
    var copy = new Shelf<E>();
    copy.heads.putAll(heads);
    entries.forEach(
        (id, sources) -> {
          var copied = new TreeMap<String, Map<String, E>>();
          sources.forEach((source, held) -> copied.put(source, new HashMap<>(held)));
          copy.entries.put(id, copied);
        });
    return copy;
  }

  @Override
  public RoomHead head(String id) {
    headsRead++;
    return heads.getOrDefault(id, RoomHead.EMPTY);
  }

  @Override
  public void putHead(String id, RoomHead head) {
    headsWritten++;
    if (head.equals(RoomHead.EMPTY)) {
      heads.remove(id);
    } else {
      heads.put(id, head);
    }
  }

  @Override
  public Map<String, List<E>> entries(String id) {
    entriesRead++;
    var found = new HashMap<String, List<E>>();
    entries
        .getOrDefault(id, Map.of())
        .forEach((source, held) -> found.put(source, held.values().stream().sorted().toList()));
    return found;
  }

  @Override
  public void put(String id, String source, E entry) {
    entriesWritten++;
    var known =
        entries
            .computeIfAbsent(id, absent -> new TreeMap<>())
            .computeIfAbsent(source, absent -> new HashMap<>())
            .put(entry.id(), entry);
    if (known != null) {
      throw new IllegalStateException(known + " is still there, at " + id + " from " + source);
    }
  }

  @Override
  public Appended append(String id, E entry, int most) {
    var sources = entries.getOrDefault(id, Map.of());
    var known = sources.getOrDefault(id, Map.of()).get(entry.id());
    int size = sources.values().stream().mapToInt(Map::size).sum();
    long versions = sources.values().stream().filter(of -> of.containsKey(entry.id())).count();
    if (known == null ? versions > 0 || size >= most : known.compareTo(entry) > 0) {
      return Appended.NOT;
    }
    if (known != null) {
      return Appended.KNOWN;
    }
    put(id, id, entry);
    return Appended.ADDED;
  }

  @Override
  public void remove(String id, String source, E entry) {
    entriesWritten++;
    var sources = entries.get(id);
    if (sources == null
        || !sources.containsKey(source)
        || !sources.get(source).remove(entry.id(), entry)) {
      throw new IllegalStateException(entry + " is not there, at " + id + " from " + source);
    }
    if (sources.get(source).isEmpty()) {
      sources.remove(source);
    }
    if (sources.isEmpty()) {
      entries.remove(id);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shelf<?> shelf
        && heads.equals(shelf.heads)
        && entries.equals(shelf.entries);
  }

  @Override
  public int hashCode() {
    return 31 * heads.hashCode() + entries.hashCode();
  }
}
