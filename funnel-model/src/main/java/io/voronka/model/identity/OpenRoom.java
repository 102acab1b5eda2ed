package io.voronka.model.identity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A room while one message to it is handled. */
final class OpenRoom<E extends Entry & Comparable<E>> {

  /** What another room is told once this one has settled. */
  private record Parting<E>(String to, RoomMessage<E> message) {}

  final String id;
  final RoomHead before;
  RoomHead head;

  private final RoomStore<E> store;
  private final int most;
  private final List<Parting<E>> partings = new ArrayList<>();
  private @Nullable RoomEntries<E> entries; // read when they are first needed

  OpenRoom(String id, RoomStore<E> store, int most) {
    this.id = id;
    this.store = store;
    this.most = most;
    this.before = store.head(id);
    this.head = before;
  }

  RoomEntries<E> entries() {
    if (entries == null) {
      entries = new RoomEntries<>(id, store, most);
    }
    return entries;
  }

  /** Whether the message may have changed entries. */
  boolean hasTouchedEntries() {
    return entries != null;
  }

  void afterwards(String to, RoomMessage<E> message) {
    partings.add(new Parting<>(to, message));
  }

  void sendTo(Outbox<E> outbox) {
    partings.forEach(parting -> outbox.toRoom(parting.to(), parting.message()));
  }
}
