package io.voronka.streams;

import io.voronka.model.identity.ForceWriter;
import io.voronka.model.identity.ForcedAddresses;
import io.voronka.model.identity.Moment;
import io.voronka.model.identity.Outbox;
import io.voronka.model.identity.Persons;
import io.voronka.model.identity.Placeholders;
import io.voronka.model.identity.Refusal;
import io.voronka.model.identity.RoomKeeper;
import io.voronka.model.identity.RoomLimits;
import io.voronka.model.identity.RoomMessage;
import io.voronka.model.identity.RoomMessage.Erase;
import io.voronka.model.identity.RoomMessage.Identify;
import io.voronka.model.identity.RoomMessage.Said;
import io.voronka.model.identity.WriterMessage;
import io.voronka.wire.Correction.Why;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Forwarded;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.RoomEntry;
import io.voronka.wire.RoomKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes what happened, and what rooms tell each other, into the rooms of one partition; says what
 * becomes of persons by that, and what is to be told on.
 */
final class Timelines {

  private static final String WRITER = ""; // nobody has an empty id

  private final KeyValueStore<Bytes, byte[]> store;
  private final RoomCache cache;
  private final Progress progress;
  private final int partition;
  private final Listener listener;
  private final OpenChanges changes;
  private final BiConsumer<byte[], Forwarded> post;
  private final StreamMetrics metrics;
  private final Map<String, Project> projects = new HashMap<>();
  private int hops; // since the event that is the cause of what is handled now
  private Why why = Why.LATE; // it changes figures

  /** Is told what becomes of persons. */
  interface Listener {

    void changed(PersonChange change);

    /** What was told so far is to be added to the figures. */
    void told();

    /** A person is to be forgotten; if it is not subtracted, the figures stay. */
    void erased(PersonChange change, boolean isSubtracted);
  }

  /**
   * Makes it for a partition.
   *
   * @param listener is told what becomes of persons
   * @param post takes a message for the room of a key
   */
  Timelines(
      KeyValueStore<Bytes, byte[]> store,
      RoomCache cache,
      Progress progress,
      int partition,
      Listener listener,
      BiConsumer<byte[], Forwarded> post,
      StreamMetrics metrics) {
    this.store = store;
    this.cache = cache;
    this.progress = progress;
    this.partition = partition;
    this.listener = listener;
    this.changes = new OpenChanges(listener::changed);
    this.post = post;
    this.metrics = metrics;
  }

  /**
   * Takes a call as the door took it.
   *
   * @param sender the key of its room
   * @param encoded it in the form of {@link EventCodec}
   * @throws MalformedRecord if it can't be kept; then nothing is changed
   */
  void take(byte[] sender, byte[] encoded) {
    var project = project(EventCodec.projectOf(sender));
    var received = EventCodec.decode(encoded);
    EventCodec.requireReadable(received.event()); // a later reading would stumble over it
    requireIds(received);
    hops = 0;
    why = Why.LATE;
    var id = EventCodec.senderOf(sender);
    project.rooms.expect(id, sender);
    project.take(id, received, RoomEntry.of(received, encoded));
  }

  /** A zero byte ends an id in the keys of rooms. */
  private static void requireIds(ReceivedEvent received) {
    boolean isBad = hasZero(received.event().id());
    var device = received.anonymousId();
    isBad |= device != null && hasZero(device);
    for (var other : received.otherIds()) {
      isBad |= other.isEmpty() || hasZero(other);
    }
    if (isBad) {
      throw new MalformedRecord("an empty id, or one with a zero character");
    }
  }

  private static boolean hasZero(String id) {
    return id.indexOf('\0') >= 0;
  }

  /**
   * Takes what a room is told, or the writer.
   *
   * @throws MalformedRecord if the key is not of a room; then nothing is changed
   */
  void take(byte[] room, Forwarded message) {
    var project = project(EventCodec.projectOf(room));
    hops = message.hops();
    why = message.why();
    if (message.toRoom() != null) {
      project.keeper.handle(EventCodec.senderOf(room), message.toRoom());
    } else if (message.toWriter() != null) {
      project.writer.handle(message.toWriter());
    }
  }

  /** Tells what became of persons. All of it has to be told before figures are looked at. */
  void tell() {
    changes.tell();
    listener.told();
  }

  /**
   * Tells what became of the room that was asked for last, before something else changes it. What
   * others change is to be written too, so all is settled first if that is much.
   */
  void tell(Rooms.Content room) {
    settleIfMuch();
    changes.tell(room);
    listener.told();
  }

  /** Tells what became of persons, and writes their rooms: before anything reads the store. */
  void settle() {
    tell();
    cache.write();
  }

  /** Does so if so much changed that it should not wait for a commit. */
  void settleIfMuch() {
    if (cache.isFull()) {
      settle();
    }
  }

  private Project project(String name) {
    return projects.computeIfAbsent(name, Project::new);
  }

  /** The rooms of one project here. */
  private final class Project implements Outbox<RoomEntry>, Persons<RoomEntry>, ForcedAddresses {

    private final String name;
    private final Rooms rooms;
    private final RoomKeeper<RoomEntry> keeper;
    private final ForceWriter<RoomEntry> writer;
    private boolean isBeyondBound; // what was said last

    Project(String name) {
      this.name = name;
      this.rooms = new Rooms(cache, name, progress, changes::tellAppended);
      this.keeper = new RoomKeeper<>(rooms, this, this, RoomEntry::length, RoomLimits.DEFAULT);
      this.writer = new ForceWriter<>(this, this, this, RoomLimits.DEFAULT);
    }

    void take(String id, ReceivedEvent received, RoomEntry entry) {
      var event = received.event();
      var at = new Moment(event.timeMillis(), event.id());
      switch (received.kind()) {
        case TRACK, PAGE, SCREEN -> {
          boolean isUser = received.userId() != null;
          say(id, new Said<>(entry, isUser, isUser ? others(received) : List.of()));
          if (!isUser) {
            linkToOther(id, received, at);
          }
        }
        case IDENTIFY -> {
          say(id, new Said<>(entry, false, List.of()));
          if (received.userId() != null) {
            identify(id, new Identify<>(at, others(received), false));
          } else {
            linkToOther(id, received, at);
          }
        }
        case ALIAS -> identify(id, new Identify<>(at, received.otherIds(), false));
        case MERGE -> identify(id, new Identify<>(at, received.otherIds(), true));
        case ERASE -> keeper.handle(id, new Erase<>(null, false));
        case SUBTRACT -> keeper.handle(id, new Erase<>(null, true));
      }
    }

    private void identify(String id, Identify<RoomEntry> message) {
      why = Why.MERGE;
      keeper.handle(id, message);
    }

    private void say(String id, Said<RoomEntry> said) {
      isBeyondBound = false;
      rooms.hasKept();
      keeper.handle(id, said);
      if (rooms.hasKept()) {
        metrics.inserted();
      } else if (!isBeyondBound) {
        metrics.duplicate();
      }
    }

    /** All ids but the user's. */
    private static List<String> others(ReceivedEvent received) {
      var others = new ArrayList<String>();
      if (received.anonymousId() != null) {
        others.add(received.anonymousId());
      }
      others.addAll(received.otherIds());
      return others;
    }

    /**
     * A device that gave an e-mail or a contact belongs to that, and so do further ones. Without
     * another id that is no link, so it identifies nobody.
     */
    private void linkToOther(String id, ReceivedEvent received, Moment at) {
      if (received.otherIds().isEmpty()) {
        return;
      }
      var followed = received.otherIds().get(0);
      var others =
          others(received).stream()
              .filter(other -> !other.equals(followed) && !Placeholders.isPlaceholder(other))
              .toList();
      if (others.isEmpty()) {
        return;
      }
      if (followed.equals(id)) {
        identify(id, new Identify<>(at, others, false));
      } else {
        toRoom(followed, new Identify<>(at, others, false));
      }
    }

    @Override
    public void toRoom(String id, RoomMessage<RoomEntry> message) {
      if (!message.isOfEntriesOnly()) {
        why = Why.MERGE;
      }
      post.accept(
          EventCodec.senderKey(name, id), Forwarded.toRoom(partition, hops + 1, why, message));
    }

    @Override
    public void toWriter(WriterMessage message) {
      post.accept(
          EventCodec.senderKey(name, WRITER), Forwarded.toWriter(partition, hops + 1, message));
    }

    @Override
    public void changed(String home, List<RoomEntry> before, List<RoomEntry> after) {
      changes.add(rooms.content(home), before, after, why);
    }

    @Override
    public void added(String home, RoomEntry entry) {
      changes.added(rooms.content(home));
    }

    @Override
    public void erased(String home, List<RoomEntry> before, boolean isSubtracted) {
      tell();
      var room = EventCodec.senderKey(name, home);
      listener.erased(PersonChange.of(room, before, List.of(), Why.ERASURE), isSubtracted);
    }

    @Override
    public void refused(String id, Refusal why) {
      isBeyondBound |= why == Refusal.TOO_MANY_ENTRIES;
      metrics.refused(why);
    }

    @Override
    public @Nullable String get(String id) {
      var address = store.get(forced(id));
      return address == null ? null : new String(address, StandardCharsets.UTF_8);
    }

    @Override
    public void put(String id, String address) {
      store.put(forced(id), address.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void remove(String id) {
      store.delete(forced(id));
    }

    private Bytes forced(String id) {
      return Bytes.wrap(RoomKey.forced(EventCodec.senderKey(name, id)));
    }
  }
}
