package io.voronka.model.identity;

import io.voronka.model.identity.RoomMessage.Drop;
import io.voronka.model.identity.RoomMessage.Erase;
import io.voronka.model.identity.RoomMessage.TellAgain;

/**
 * Empties rooms and passes that on to their neighbours: the room that is followed, and those that
 * follow. So it reaches every room of the person. What the neighbours have still sent is ignored
 * where it arrives, since it comes from followers that are none any more.
 */
final class Eraser<E extends Entry & Comparable<E>> {

  private final RoomStore<E> store;
  private final Outbox<E> outbox;
  private final Persons<E> persons;

  Eraser(RoomStore<E> store, Outbox<E> outbox, Persons<E> persons) {
    this.store = store;
    this.outbox = outbox;
    this.persons = persons;
  }

  void erase(OpenRoom<E> room, Erase<E> erase) {
    var by = erase.by();
    var address = room.before.address();
    var followed = address == null ? null : address.id();
    var followers = room.before.followers().keySet();
    if (by != null && !by.equals(followed) && !followers.contains(by)) {
      return; // it has left since, so it is not of this person
    }
    var passedOn = new Erase<E>(room.id, erase.isSubtracted());
    room.entries().clear();
    store.putHead(room.id, RoomHead.EMPTY);
    if (followed != null) {
      // Who passed it on is empty. It still has to know that this one left, if it took it again.
      outbox.toRoom(followed, followed.equals(by) ? new Drop<>(room.id) : passedOn);
    } else if (!room.entries().before().isEmpty()) {
      persons.erased(room.id, room.entries().before(), erase.isSubtracted());
    }
    for (var follower : followers) {
      if (!follower.equals(by)) {
        outbox.toRoom(follower, passedOn);
      }
    }
    forgetElsewhere(room);
  }

  /** What others remember of this id would keep it from starting afresh. */
  private void forgetElsewhere(OpenRoom<E> room) {
    if (room.before.forced() != null) {
      outbox.toWriter(new WriterMessage.Forget(room.id));
    }
    for (var teller : room.before.tellers()) {
      outbox.toRoom(teller, new TellAgain<>(room.id));
    }
  }
}
