package io.voronka.streams;

import io.voronka.model.event.Event;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.EventCodec;
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
    try (var entries =
        store.range(Bytes.wrap(RoomKey.first(sender)), Bytes.wrap(RoomKey.end(sender)))) {
      var events = new ArrayList<Event>();
      entries.forEachRemaining(entry -> events.add(EventCodec.decode(entry.value).event()));
      return timelineOf(events);
    }
  }

  /**
   * Puts an event into the room.
   *
   * @param before what the room held; the event, if it was known with a later time, moves
   * @param encoded the event in the form of {@link EventCodec}
   */
  void put(byte[] sender, Timeline before, Event event, byte[] encoded) {
    var later = before.find(event.id());
    if (later != null) {
      store.delete(Bytes.wrap(RoomKey.of(sender, later)));
    }
    store.put(Bytes.wrap(RoomKey.of(sender, event)), encoded);
  }

  /**
   * Opens the rooms of a project in the order of their senders.
   *
   * @param after the sender after whom to begin; empty for the first
   */
  Walk walk(String project, byte[] after) {
    return walk(store, project, after);
  }

  static Walk walk(ReadOnlyKeyValueStore<Bytes, byte[]> store, String project, byte[] after) {
    var from = after.length == 0 ? RoomKey.firstOf(project) : RoomKey.end(after);
    return new Walk(store.range(Bytes.wrap(from), Bytes.wrap(RoomKey.endOf(project))));
  }

  /** Opens the rooms of a project from a sender's on, whose own is the first if there is one. */
  static Walk walkFrom(ReadOnlyKeyValueStore<Bytes, byte[]> store, String project, byte[] sender) {
    return new Walk(
        store.range(Bytes.wrap(RoomKey.first(sender)), Bytes.wrap(RoomKey.endOf(project))));
  }

  /** Returns what came in under a sender's id, in the order of the timeline. */
  static List<ReceivedEvent> received(ReadOnlyKeyValueStore<Bytes, byte[]> store, byte[] sender) {
    try (var entries =
        store.range(Bytes.wrap(RoomKey.first(sender)), Bytes.wrap(RoomKey.end(sender)))) {
      var received = new ArrayList<ReceivedEvent>();
      entries.forEachRemaining(entry -> received.add(EventCodec.decode(entry.value)));
      received.sort(Comparator.comparing(ReceivedEvent::event));
      return received;
    }
  }

  private static Timeline timelineOf(List<Event> events) {
    // Keys order ids by their bytes, timelines by their characters: the same but for rare scripts.
    Collections.sort(events);
    return new Timeline(events);
  }

  /** A room with its owner. */
  record Room(byte[] sender, Timeline timeline) {}

  /** Rooms one after the other; to be closed. */
  static final class Walk implements AutoCloseable {

    private final KeyValueIterator<Bytes, byte[]> entries;
    private @Nullable KeyValue<Bytes, byte[]> next;

    private Walk(KeyValueIterator<Bytes, byte[]> entries) {
      this.entries = entries;
      this.next = entries.hasNext() ? entries.next() : null;
    }

    /** Returns the next room, or null after the last. */
    @Nullable Room next() {
      if (next == null) {
        return null;
      }
      var sender = RoomKey.sender(next.key.get());
      var events = new ArrayList<Event>();
      while (next != null && RoomKey.isIn(next.key.get(), sender)) {
        events.add(EventCodec.decode(next.value).event());
        next = entries.hasNext() ? entries.next() : null;
      }
      return new Room(sender, timelineOf(events));
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
