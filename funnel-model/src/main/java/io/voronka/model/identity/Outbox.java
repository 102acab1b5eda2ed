package io.voronka.model.identity;

/**
 * Where messages go. To one room they must arrive in the order in which they were handed over here,
 * each once, together with what was kept in the same step.
 *
 * @param <E> what is kept in rooms
 */
public interface Outbox<E> {

  void toRoom(String id, RoomMessage<E> message);

  /** To the project's only {@link ForceWriter}. */
  void toWriter(WriterMessage message);
}
