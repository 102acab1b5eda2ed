package io.voronka.streams;

import io.voronka.model.timeline.Timeline;
import io.voronka.wire.EventCodec;
import io.voronka.wire.EventReader;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.RoomEntry;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The people of one project in the rooms of one partition, for whoever only reads. */
final class People {

  private final ReadOnlyKeyValueStore<Bytes, byte[]> rooms;
  private final @Nullable Outlines outlines;
  private final String project;

  People(ReadOnlyKeyValueStore<Bytes, byte[]> rooms, @Nullable Outlines outlines, String project) {
    this.rooms = rooms;
    this.outlines = outlines;
    this.project = project;
  }

  /** Somebody with what came in of the events of the timeline, in its order. */
  record Found(Person person, List<ReceivedEvent> events) {}

  /** Who has an id: somebody here, or whoever has the id that it follows. One is there. */
  record Owner(@Nullable Found found, @Nullable String follows) {}

  /** Returns who has the id, or null if this partition holds nothing of it. */
  @Nullable Owner find(String id) {
    var key = EventCodec.senderKey(project, id);
    var room = Rooms.read(rooms, key);
    var address = room.head().address();
    if (address != null) {
      return new Owner(null, address.id());
    }
    var all = room.all();
    if (all.isEmpty()) {
      return null;
    }
    var events = all.stream().filter(RoomEntry::isEvent).map(RoomEntry::encoded);
    var person = new Person(key, room.head(), RoomEntry.timeline(all));
    return new Owner(new Found(person, events.map(EventCodec::decode).toList()), null);
  }

  /**
   * Shows what everybody did, in the order of their keys.
   *
   * @param reader which events to read; the others may be left out
   * @param namesAlone names of the events of which it is enough to know when they happened: they
   *     may be shown without ids and properties; null if more is needed
   */
  void forEach(EventReader reader, @Nullable Set<String> namesAlone, Consumer<Timeline> visitor) {
    if (outlines != null && namesAlone != null && outlines.forEach(project, namesAlone, visitor)) {
      return;
    }
    try (var walk = walk(null, reader)) {
      for (var person = walk.next(); person != null; person = walk.next()) {
        visitor.accept(person.timeline());
      }
    }
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
      while (room != null && !room.head().isHome()) {
        room = rooms.next();
      }
      return room == null ? null : new Person(room.key(), room.head(), room.timeline());
    }

    @Override
    public void close() {
      rooms.close();
    }
  }
}
