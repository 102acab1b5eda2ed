package io.voronka.streams;

import io.voronka.model.event.Event;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.EventCodec;
import io.voronka.wire.EventReader;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.RoomKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one partition: each sender's events, one entry an event, so that an event costs one
 * small write whatever the length of its timeline.
 */
final class Rooms {

  private final KeyValueStore<Bytes, byte[]> store;

  Rooms(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** Returns what the sender's room holds; its properties stay packed. O(events). */
  Timeline timeline(byte[] sender) {
    try (var entries = entries(store, sender)) {
      var content = new Content(EventReader.ALL);
      entries.forEachRemaining(entry -> content.add(entry.value));
      return content.timeline();
    }
  }

  /**
   * Puts an event or a statement into the room.
   *
   * @param before what the room held; what was known with a later time moves
   * @param encoded it in the form of {@link EventCodec}
   */
  void put(byte[] sender, Timeline before, ReceivedEvent received, byte[] encoded) {
    boolean isEvent = received.kind().isEvent();
    var id = received.event().id();
    var later = isEvent ? before.find(id) : before.findStatement(id);
    if (later != null) {
      store.delete(key(sender, later, isEvent));
    }
    store.put(key(sender, received.event(), isEvent), encoded);
  }

  private static Bytes key(byte[] sender, Event event, boolean isEvent) {
    return Bytes.wrap(isEvent ? RoomKey.of(sender, event) : RoomKey.ofStatement(sender, event));
  }

  /**
   * Opens the rooms of a project in the order of their senders.
   *
   * @param after the sender after whom to begin; empty for the first
   */
  Walk walk(String project, byte[] after) {
    var from = after.length == 0 ? RoomKey.firstOf(project) : RoomKey.end(after);
    return new Walk(store, from, project, EventReader.ALL);
  }

  /**
   * Opens the rooms of a project.
   *
   * @param first the sender with whose room to begin, if there is one; null for the first of all
   * @param reader which events to read; the others are left out of their rooms
   */
  static Walk walk(
      ReadOnlyKeyValueStore<Bytes, byte[]> store,
      String project,
      byte @Nullable [] first,
      EventReader reader) {
    var from = first == null ? RoomKey.firstOf(project) : RoomKey.first(first);
    return new Walk(store, from, project, reader);
  }

  /** Returns what came in under a sender's id, in the order of the timeline. */
  static List<ReceivedEvent> received(ReadOnlyKeyValueStore<Bytes, byte[]> store, byte[] sender) {
    try (var entries = entries(store, sender)) {
      var received = new ArrayList<ReceivedEvent>();
      entries.forEachRemaining(entry -> received.add(EventCodec.decode(entry.value)));
      received.sort(Comparator.comparing(ReceivedEvent::event));
      return received;
    }
  }

  private static KeyValueIterator<Bytes, byte[]> entries(
      ReadOnlyKeyValueStore<Bytes, byte[]> store, byte[] sender) {
    return store.range(Bytes.wrap(RoomKey.first(sender)), Bytes.wrap(RoomKey.end(sender)));
  }

  /** What is read from a room. */
  private static final class Content {

    private final EventReader reader;
    private final List<Event> events = new ArrayList<>();
    private final List<Event> statements = new ArrayList<>();

    Content(EventReader reader) {
      this.reader = reader;
    }

    void add(byte[] encoded) {
      var event = reader.read(encoded);
      if (event != null) {
        (EventReader.isEvent(encoded) ? events : statements).add(event);
      }
    }

    Timeline timeline() {
      // Keys order ids by their bytes, timelines by characters: the same but for rare scripts.
      Collections.sort(events);
      Collections.sort(statements);
      return new Timeline(events, statements);
    }
  }

  /** A room with its owner. */
  record Room(byte[] sender, Timeline timeline) {}

  /** Rooms one after the other; to be closed. */
  static final class Walk implements AutoCloseable {

    private final KeyValueIterator<Bytes, byte[]> entries;
    private final EventReader reader;
    private @Nullable KeyValue<Bytes, byte[]> next;

    private Walk(
        ReadOnlyKeyValueStore<Bytes, byte[]> store,
        byte[] from,
        String project,
        EventReader reader) {
      this.entries = store.range(Bytes.wrap(from), Bytes.wrap(RoomKey.endOf(project)));
      this.reader = reader;
      this.next = entries.hasNext() ? entries.next() : null;
    }

    /** Returns the next room, or null after the last. */
    @Nullable Room next() {
      if (next == null) {
        return null;
      }
      var sender = RoomKey.sender(next.key.get());
      var content = new Content(reader);
      while (next != null && RoomKey.isIn(next.key.get(), sender)) {
        content.add(next.value);
        next = entries.hasNext() ? entries.next() : null;
      }
      return new Room(sender, content.timeline());
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
