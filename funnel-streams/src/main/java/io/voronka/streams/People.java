package io.voronka.streams;

import io.voronka.model.event.Event;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.EventCodec;
import io.voronka.wire.EventReader;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.ReceivedEvent;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The people of one project in the rooms of one partition, for whoever only reads. */
final class People {

  private final ReadOnlyKeyValueStore<Bytes, byte[]> rooms;
  private final String project;

  People(ReadOnlyKeyValueStore<Bytes, byte[]> rooms, String project) {
    this.rooms = rooms;
    this.project = project;
  }

  /** Somebody with the events of the timeline as they came in, in its order. */
  record Found(Person person, List<ReceivedEvent> events) {}

  /** Returns the person who has the id, or null if this partition has nobody of it. */
  @Nullable Found find(String id) {
    var key = EventCodec.senderKey(project, id);
    var received = Rooms.received(rooms, key);
    if (received.isEmpty()) {
      return null;
    }
    var events = received.stream().filter(one -> one.kind().isEvent()).toList();
    var statements = received.stream().filter(one -> !one.kind().isEvent()).toList();
    var timeline = new Timeline(events(events), events(statements));
    return new Found(new Person(key, id, List.of(id), timeline), events);
  }

  private static List<Event> events(List<ReceivedEvent> received) {
    return received.stream().map(ReceivedEvent::event).toList();
  }

  /**
   * Opens the people in the order of their keys.
   *
   * @param first key of the person to begin with; null for the first of all
   * @param reader which events to read; the others are left out of the timelines
   * @throws MalformedRecord if it is the key of another project's person
   */
  Walk walk(byte @Nullable [] first, EventReader reader) {
    if (first != null && !EventCodec.projectOf(first).equals(project)) {
      throw new MalformedRecord("the key of another project");
    }
    return new Walk(Rooms.walk(rooms, project, first, reader));
  }

  /** People one after the other; to be closed. */
  static final class Walk implements AutoCloseable {

    private final Rooms.Walk rooms;

    private Walk(Rooms.Walk rooms) {
      this.rooms = rooms;
    }

    /** Returns the next person, or null after the last. */
    @Nullable Person next() {
      var room = rooms.next();
      if (room == null) {
        return null;
      }
      var id = EventCodec.senderOf(room.sender());
      return new Person(room.sender(), id, List.of(id), room.timeline());
    }

    @Override
    public void close() {
      rooms.close();
    }
  }
}
