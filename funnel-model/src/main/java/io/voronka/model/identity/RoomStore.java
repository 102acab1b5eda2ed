package io.voronka.model.identity;

import java.util.List;
import java.util.Map;

/**
 * Where rooms are kept. A message to a room reads and writes that room only: its head once, its
 * entries at most once. Ids are those of one project.
 *
 * @param <E> what is kept
 */
public interface RoomStore<E> {

  /** What came of an attempt to append. */
  enum Appended {
    /** It is kept now. */
    ADDED,
    /** The same message is kept in no later version. */
    KNOWN,
    /** Nothing was done; it takes a look at all entries. */
    NOT
  }

  /** Returns the head, {@link RoomHead#EMPTY} if none is kept. */
  RoomHead head(String id);

  /** Keeps the head; an empty one may be deleted. */
  void putHead(String id, RoomHead head);

  /**
   * Returns the entries of a room by their source: its own id for those said under it, else the
   * follower that they are copies of. Of each source in order, each message id once; sources
   * without entries are missing. What was returned stays as it is.
   */
  Map<String, List<E>> entries(String id);

  void put(String id, String source, E entry);

  void remove(String id, String source, E entry);

  /**
   * Keeps an entry that was said under the room's own id where that is easy: no copy of the message
   * lies there, and no later version of it.
   *
   * @param most entries that may lie there afterwards; with more it is left
   */
  default Appended append(String id, E entry, int most) {
    return Appended.NOT;
  }
}
