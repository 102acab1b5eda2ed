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
}
