package io.voronka.model.identity;

import io.voronka.model.identity.RoomMessage.Add;
import io.voronka.model.identity.RoomMessage.Drop;
import io.voronka.model.identity.RoomMessage.Erase;
import io.voronka.model.identity.RoomMessage.Force;
import io.voronka.model.identity.RoomMessage.Identify;
import io.voronka.model.identity.RoomMessage.IdentifySinceEver;
import io.voronka.model.identity.RoomMessage.Link;
import io.voronka.model.identity.RoomMessage.Refuse;
import io.voronka.model.identity.RoomMessage.Remove;
import io.voronka.model.identity.RoomMessage.Said;
import io.voronka.model.identity.RoomMessage.TellAgain;
import io.voronka.model.identity.RoomStore.Appended;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rooms of one project (docs/identity.md): what a message to a room changes there, what
 * that room tells others, and what becomes of persons.
 *
 * <p>A room holds what was said under its id, and copies of all that its direct followers hold. A
 * room that follows nobody is a home: all it holds is a person's timeline. One that has an address
 * tells that room each change. When nothing is on its way any more, the outcome depends on what was
 * said, not on the order in which it arrived, as long as no limit was met.
 *
 * <p>One message reads and writes one room; what it changes, sends and tells belongs together and
 * is to be made lasting as one. No state of its own; as thread-safe as what it is made of.
 *
 * @param <E> what is kept
 */
public class RoomKeeper<E extends Entry & Comparable<E>> {

  private final RoomStore<E> store;
  private final Outbox<E> outbox;
  private final Persons<E> persons;
  private final RoomLimits limits;
  private final Mirror<E> mirror;
  private final Eraser<E> eraser;

  /**
   * Makes a keeper.
   *
   * @param bytes how many bytes an entry takes in a message, about
   */
  public RoomKeeper(
      RoomStore<E> store,
      Outbox<E> outbox,
      Persons<E> persons,
      ToIntFunction<E> bytes,
      RoomLimits limits) {
    this.store = store;
    this.outbox = outbox;
    this.persons = persons;
    this.limits = limits;
    this.mirror = new Mirror<>(outbox, bytes, limits.pieceBytes());
    this.eraser = new Eraser<>(store, outbox, persons);
  }

  /**
   * Returns all that a room holds, in order, each message id once, of several versions the
   * smallest: of a home the person's timeline.
   *
   * @param held what {@link RoomStore#entries} returns
   */
  public static <E extends Entry & Comparable<E>> List<E> all(Map<String, List<E>> held) {
    return RoomEntries.union(held.values());
  }

  /** Handles a message to the room of an id. */
  public void handle(String id, RoomMessage<E> message) {
    var room = new OpenRoom<>(id, store, limits.entries());
    if (message instanceof Said<E> said && append(room, said)) {
      return;
    }
    if (message instanceof Erase<E> erase) {
      eraser.erase(room, erase);
      return;
    }
    take(room, message);
    settle(room);
    room.sendTo(outbox);
  }

  /**
   * Keeps what was said where nothing but that follows from it, as is so with nearly every event:
   * the room is a home, and all ids that come with it are known.
   *
   * @return false if nothing was done
   */
  private boolean append(OpenRoom<E> room, Said<E> said) {
    var before = room.before;
    var entry = said.entry();
    var at = new Moment(entry.timeMillis(), entry.id());
    if (!before.isHome() || !hasTold(before, room.id, said.others(), at)) {
      return false;
    }
    var appended = store.append(room.id, entry, limits.entries() - 1); // a full one gets a mark
    if (appended == Appended.NOT) {
      return false;
    }
    var head = said.isUser() ? before.withIdentification(at) : before;
    if (!head.equals(before)) {
      store.putHead(room.id, head);
    }
    if (appended == Appended.ADDED) {
      persons.added(room.id, entry);
    }
    return true;
  }

  private static boolean hasTold(RoomHead head, String id, List<String> others, Moment at) {
    for (var other : others) {
      if (!other.equals(id) && head.isNewsTo(other, at)) {
        return false;
      }
    }
    return true;
  }

  private void take(OpenRoom<E> room, RoomMessage<E> message) {
    if (message instanceof Said<E> said) {
      say(room, said);
    } else if (message instanceof Identify<E> identify) {
      identify(room, identify.at(), identify.others(), identify.isForced());
    } else if (message instanceof Link<E> link) {
      room.head = linked(room.head, link.to()).withTeller(link.to().id(), limits.remembered());
    } else if (message instanceof TellAgain<E> again) {
      room.head = room.head.withoutTold(again.other());
    } else if (message instanceof IdentifySinceEver<E> identify) {
      room.head = room.head.withIdentification(Moment.SINCE_EVER);
      room.afterwards(identify.follower(), new Force<>(room.id));
    } else if (message instanceof Force<E> force) {
      room.head = room.head.withForced(force.to());
    } else if (message instanceof Refuse<E> refuse) {
      refuse(room, refuse.by());
    } else {
      mirror(room, message);
    }
  }

  /** What was said by or of a follower. What comes from a room that is none is out of date. */
  private void mirror(OpenRoom<E> room, RoomMessage<E> message) {
    if (message instanceof Add<E> add && (add.isFirst() || isFollower(room, add.follower()))) {
      add(room, add);
    } else if (message instanceof Remove<E> remove && isFollower(room, remove.follower())) {
      room.head = room.head.withoutIds(remove.follower(), remove.ids());
      if (!remove.entryIds().isEmpty()) {
        room.entries().remove(remove.follower(), new HashSet<>(remove.entryIds()));
      }
    } else if (message instanceof Drop<E> drop && isFollower(room, drop.follower())) {
      room.head = room.head.withoutFollower(drop.follower());
      room.entries().drop(drop.follower());
    }
  }

  private static boolean isFollower(OpenRoom<?> room, String id) {
    return room.head.followers().containsKey(id);
  }

  private void say(OpenRoom<E> room, Said<E> said) {
    var entry = said.entry();
    if (!room.entries().say(entry)) {
      persons.refused(room.id, Refusal.TOO_MANY_ENTRIES);
    }
    if (said.isUser()) {
      identify(room, new Moment(entry.timeMillis(), entry.id()), said.others(), false);
    }
  }

  /**
   * Notes that the id is somebody's own and, once that has its effect here, tells the others whom
   * to follow. The other way round, two could follow one another for a while.
   */
  private void identify(OpenRoom<E> room, Moment at, Collection<String> others, boolean isForced) {
    room.head = room.head.withIdentification(at);
    for (var other : others) {
      if (other.equals(room.id)) {
        continue;
      }
      if (Placeholders.isPlaceholder(other) || Placeholders.isPlaceholder(room.id)) {
        persons.refused(room.id, Refusal.PLACEHOLDER);
      } else if (isForced) {
        outbox.toWriter(new WriterMessage.ForceRequest(other, room.id));
      } else if (room.head.isNewsTo(other, at)) {
        room.head = room.head.withTold(other, at, limits.remembered());
        room.afterwards(other, new Link<>(new Address(room.id, at)));
      }
    }
  }

  /** The rule's first minimum: of all links only the earliest counts. */
  RoomHead linked(RoomHead head, Address to) {
    return head.withLink(to);
  }

  private static void refuse(OpenRoom<?> room, String by) {
    var address = room.head.address();
    if (address != null && address.id().equals(by)) {
      room.head = room.head.withRefusedBy(by);
    }
  }

  private void add(OpenRoom<E> room, Add<E> add) {
    var follower = add.follower();
    // Known long ago, unless the room was erased since; two ids must not follow one another.
    room.head = room.head.withIdentification(add.since()).withIds(follower, add.ids());
    boolean isLarger = !add.ids().isEmpty();
    if (isLarger && room.head.ids(room.id).size() > limits.ids()) {
      room.head = room.head.withoutFollower(follower).withMark(Refusal.TOO_MANY_IDS);
      room.entries().drop(follower);
      room.afterwards(follower, new Refuse<>(room.id));
      persons.refused(room.id, Refusal.TOO_MANY_IDS);
    } else if (!add.entries().isEmpty()) {
      for (int refused = room.entries().add(follower, add.entries()); refused > 0; refused--) {
        persons.refused(room.id, Refusal.TOO_MANY_ENTRIES);
      }
    }
  }

  /** Keeps what the room knows now, and lets those who count or follow its entries know. */
  private void settle(OpenRoom<E> room) {
    if (room.hasTouchedEntries() && room.entries().isFull()) {
      room.head = room.head.withMark(Refusal.TOO_MANY_ENTRIES);
    }
    if (!room.head.equals(room.before)) {
      store.putHead(room.id, room.head);
    }
    var from = room.before.address();
    var to = room.head.address();
    if (from != null && to != null && from.id().equals(to.id())) {
      mirrorChange(room, from, to);
    } else if (from == null && to == null) {
      if (room.hasTouchedEntries()) {
        tell(room.id, room.entries().before(), room.entries().after());
      }
    } else {
      move(room, from, to);
    }
  }

  private void mirrorChange(OpenRoom<E> room, Address from, Address to) {
    var idsBefore = room.before.ids(room.id);
    var ids = room.head.ids(room.id);
    var change =
        room.hasTouchedEntries()
            ? Difference.between(room.entries().before(), room.entries().after())
            : new Difference<E>(List.of(), List.of());
    mirror.change(room.id, from, to, idsBefore, ids, change);
  }

  private void move(OpenRoom<E> room, @Nullable Address from, @Nullable Address to) {
    var before = room.entries().before();
    var after = room.entries().after();
    if (from == null) {
      tell(room.id, before, List.of());
    } else {
      outbox.toRoom(from.id(), new Drop<>(room.id));
    }
    if (to == null) {
      tell(room.id, List.of(), after);
    } else {
      mirror.begin(room.id, to, room.head.ids(room.id), after);
    }
  }

  private void tell(String home, List<E> before, List<E> after) {
    boolean isSame = before.size() == after.size() && Difference.between(before, after).isEmpty();
    if (!isSame) {
      persons.changed(home, before, after);
    }
  }
}
