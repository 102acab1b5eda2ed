package io.voronka.model.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Tells the room that another follows what that one holds, in pieces of bounded size. */
final class Mirror<E extends Entry & Comparable<E>> {

  private static final int MAX_BYTES_PER_CHAR = 3;

  private final Outbox<E> outbox;
  private final ToIntFunction<E> bytes;
  private final int half; // of a piece, for ids and entries each

  Mirror(Outbox<E> outbox, ToIntFunction<E> bytes, int pieceBytes) {
    this.outbox = outbox;
    this.bytes = bytes;
    this.half = pieceBytes / 2;
  }

  /** Begins to mirror: passes on all that the follower holds. */
  void begin(String follower, Address to, Set<String> ids, List<E> entries) {
    add(follower, to, true, ids, entries);
  }

  /**
   * Passes a change on.
   *
   * @param from the address before; it may have been followed since a later moment
   * @param to the address now, of the same room
   * @param idsBefore all ids that the follower stood for
   * @param ids all that it stands for now
   * @param change of all that it holds
   */
  void change(
      String follower,
      Address from,
      Address to,
      Set<String> idsBefore,
      Set<String> ids,
      Difference<E> change) {
    var gone = new LinkedHashSet<String>();
    change.removed().forEach(entry -> gone.add(entry.id()));
    change.added().forEach(entry -> gone.remove(entry.id())); // it came in another version
    remove(follower, to, without(idsBefore, ids), gone);
    var idsAdded = without(ids, idsBefore);
    if (!idsAdded.isEmpty() || !change.added().isEmpty() || !from.equals(to)) {
      add(follower, to, false, idsAdded, change.added());
    }
  }

  private void add(
      String follower, Address to, boolean isFirst, Collection<String> ids, List<E> entries) {
    var idPieces = pieces(ids, Mirror::bytesOf);
    var entryPieces = pieces(entries, bytes);
    for (int i = 0; i == 0 || i < Math.max(idPieces.size(), entryPieces.size()); i++) {
      outbox.toRoom(
          to.id(),
          new RoomMessage.Add<>(
              follower, to.since(), isFirst && i == 0, set(idPieces, i), at(entryPieces, i)));
    }
  }

  private void remove(
      String follower, Address to, Collection<String> ids, Collection<String> entryIds) {
    var idPieces = pieces(ids, Mirror::bytesOf);
    var entryPieces = pieces(entryIds, Mirror::bytesOf);
    for (int i = 0; i < Math.max(idPieces.size(), entryPieces.size()); i++) {
      outbox.toRoom(
          to.id(), new RoomMessage.Remove<>(follower, set(idPieces, i), at(entryPieces, i)));
    }
  }

  private static List<String> without(Set<String> ids, Set<String> others) {
    return ids.stream().filter(id -> !others.contains(id)).toList();
  }

  private static int bytesOf(String id) {
    return MAX_BYTES_PER_CHAR * id.length();
  }

  private <T> List<List<T>> pieces(Collection<T> all, ToIntFunction<T> sizeOf) {
    var pieces = new ArrayList<List<T>>();
    int size = 0;
    for (var one : all) {
      int more = sizeOf.applyAsInt(one);
      if (pieces.isEmpty() || size + more > half) {
        pieces.add(new ArrayList<>());
        size = 0;
      }
      pieces.get(pieces.size() - 1).add(one);
      size += more;
    }
    return pieces;
  }

  private static <T> List<T> at(List<List<T>> pieces, int index) {
    return index < pieces.size() ? pieces.get(index) : List.of();
  }

  private static Set<String> set(List<List<String>> pieces, int index) {
    return new HashSet<>(at(pieces, index));
  }
}
