package io.voronka.streams;

import io.voronka.model.event.Event;
import io.voronka.model.identity.Refusal;
import io.voronka.model.identity.RoomHead;
import io.voronka.model.identity.RoomKeeper;
import io.voronka.model.identity.RoomStore;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.EntryBlock;
import io.voronka.wire.EventCodec;
import io.voronka.wire.EventReader;
import io.voronka.wire.RoomEntry;
import io.voronka.wire.RoomHeadCodec;
import io.voronka.wire.RoomKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The rooms of one project in one partition: of each a head, and its entries in blocks. */
final class Rooms implements RoomStore<RoomEntry> {

  private final String project;
  private final Progress progress;
  private final RoomCache cache;
  private final Consumer<Content> beforeLooking;
  private boolean hasKept;
  private @Nullable String lastId;
  private byte[] lastRoom = {};

  /**
   * Opens them.
   *
   * @param beforeLooking is told of a room before all its entries are looked at
   */
  Rooms(RoomCache cache, String project, Progress progress, Consumer<Content> beforeLooking) {
    this.cache = cache;
    this.project = project;
    this.progress = progress;
    this.beforeLooking = beforeLooking;
  }

  /** The room of an id; a message asks for its room several times. */
  Content content(String id) {
    if (!id.equals(lastId)) {
      expect(id, EventCodec.senderKey(project, id));
    }
    return cache.get(lastRoom);
  }

  /** The room of that id, whose key is this, will be asked for. */
  void expect(String id, byte[] room) {
    lastId = id;
    lastRoom = room;
  }

  @Override
  public RoomHead head(String id) {
    return content(id).head;
  }

  @Override
  public void putHead(String id, RoomHead head) {
    var content = content(id);
    long more = full(head) - full(content.head);
    if (more != 0) {
      progress.full(progress.full() + more);
    }
    content.setHead(head);
    cache.changed(content);
  }

  private static long full(RoomHead head) {
    return head.isHome() && head.marks().contains(Refusal.TOO_MANY_ENTRIES) ? 1 : 0;
  }

  @Override
  public Map<String, List<RoomEntry>> entries(String id) {
    var content = content(id);
    beforeLooking.accept(content);
    var entries = content.blocks.entries();
    cache.weigh(content);
    return entries;
  }

  @Override
  public Appended append(String id, RoomEntry entry, int most) {
    var content = content(id);
    if (content.open != null) {
      return Appended.NOT; // it is open as lists of entries
    }
    var appended = content.blocks.append(entry, most);
    if (appended == Appended.ADDED) {
      cache.changed(content);
      hasKept = true;
    }
    return appended;
  }

  @Override
  public void put(String id, String source, RoomEntry entry) {
    var content = content(id);
    content.blocks.put(source, entry);
    cache.changed(content);
    hasKept = true;
  }

  /** Whether an entry was kept since this was asked last. */
  boolean hasKept() {
    boolean before = hasKept;
    hasKept = false;
    return before;
  }

  @Override
  public void remove(String id, String source, RoomEntry entry) {
    var content = content(id);
    content.blocks.remove(source, entry);
    cache.changed(content);
  }

  /** What one room holds. */
  static final class Content {

    private static final int OVERHEAD_BYTES = 400;

    private final byte[] room;
    private final RoomBlocks blocks;
    private RoomHead head = RoomHead.EMPTY;
    private boolean hasNewHead; // since it was written
    private boolean isHeadStored;

    /**
     * For {@link RoomCache}: what it was last counted as, whether it waits to be written, and
     * whether somebody has asked for it again.
     */
    int weight;

    boolean isUnwritten;
    boolean isAskedAgain;

    /** For {@link OpenChanges}: what became of it and is not told yet. */
    boolean hasUntold;

    OpenChanges.@Nullable Open open;

    private Content(byte[] room) {
      this.room = room;
      this.blocks = new RoomBlocks(room);
    }

    RoomHead head() {
      return head;
    }

    /** Whether the store has nothing of it. */
    boolean isNew() {
      return !isHeadStored && blocks.size() == 0;
    }

    private void setHead(RoomHead head) {
      this.head = head;
      hasNewHead = true;
    }

    /** The key of the room. */
    byte[] room() {
      return room;
    }

    /**
     * Hands over what changed since this was asked last, as the store keeps it. Where there are
     * entries there is a head, so that who finds none knows that there is nothing at all.
     */
    void takeChanged(Consumer<KeyValue<Bytes, byte[]>> taker) {
      boolean isKept = blocks.size() > 0 || !head.equals(RoomHead.EMPTY);
      if (hasNewHead || isKept != isHeadStored) {
        var value = isKept ? RoomHeadCodec.encode(head) : null;
        taker.accept(KeyValue.pair(Bytes.wrap(RoomKey.head(room)), value));
        hasNewHead = false;
        isHeadStored = isKept;
      }
      blocks.takeChanged(taker);
    }

    RoomBlocks blocks() {
      return blocks;
    }

    /** What it takes in memory, about. */
    int bytes() {
      return OVERHEAD_BYTES + blocks.bytes();
    }

    /** All that is kept, in order, each message id once. */
    List<RoomEntry> all() {
      return RoomKeeper.all(blocks.entries());
    }

    private void add(KeyValue<Bytes, byte[]> stored) {
      if (RoomKey.isHead(stored.key.get(), room)) {
        head = RoomHeadCodec.decode(stored.value);
        isHeadStored = true;
      } else {
        blocks.read(stored.key, stored.value);
      }
    }
  }

  /** As {@link #read}, of a store in which each room has a head: to find nothing costs little. */
  static Content readByHead(ReadOnlyKeyValueStore<Bytes, byte[]> store, byte[] room) {
    boolean isThere = store.get(Bytes.wrap(RoomKey.head(room))) != null;
    return isThere ? read(store, room) : new Content(room);
  }

  /** Reads a room; one that nothing is known of is empty. O(entries). */
  static Content read(ReadOnlyKeyValueStore<Bytes, byte[]> store, byte[] room) {
    var content = new Content(room);
    try (var range = range(store, RoomKey.head(room), RoomKey.end(room))) {
      range.forEachRemaining(content::add);
    }
    return content;
  }

  private static KeyValueIterator<Bytes, byte[]> range(
      ReadOnlyKeyValueStore<Bytes, byte[]> store, byte[] from, byte[] to) {
    return store.range(Bytes.wrap(from), Bytes.wrap(to));
  }

  /**
   * Opens the rooms of a project.
   *
   * @param first the room to begin with, if it is there; null for the first of all
   * @param reader which events to read; the others are left out of the timelines
   */
  static Walk walk(
      ReadOnlyKeyValueStore<Bytes, byte[]> store,
      String project,
      byte @Nullable [] first,
      EventReader reader) {
    var from = first == null ? RoomKey.firstOf(project) : RoomKey.head(first);
    return new Walk(range(store, from, RoomKey.endOf(project)), reader);
  }

  /** Opens one room: the first, if it is there. */
  static Walk walkOne(ReadOnlyKeyValueStore<Bytes, byte[]> store, byte[] room, EventReader reader) {
    return new Walk(range(store, RoomKey.head(room), RoomKey.end(room)), reader);
  }

  /** Opens the rooms of a project that come after one; after none if it is empty. */
  static Walk walkAfter(ReadOnlyKeyValueStore<Bytes, byte[]> store, String project, byte[] room) {
    var from = room.length == 0 ? RoomKey.firstOf(project) : RoomKey.end(room);
    return new Walk(range(store, from, RoomKey.endOf(project)), EventReader.ALL);
  }

  /**
   * A room that was walked over.
   *
   * @param head of a room that follows nobody and is followed by nobody an empty one will do
   * @param timeline of the person; empty if the room is nobody's home
   * @param bytes how much its entries take
   */
  record Room(byte[] key, RoomHead head, Timeline timeline, int bytes) {}

  /** Rooms one after the other; to be closed. */
  static final class Walk implements AutoCloseable {

    private final KeyValueIterator<Bytes, byte[]> stored;
    private final EventReader reader;
    private @Nullable KeyValue<Bytes, byte[]> next;

    private Walk(KeyValueIterator<Bytes, byte[]> stored, EventReader reader) {
      this.stored = stored;
      this.reader = reader;
      advance();
    }

    private void advance() {
      next = stored.hasNext() ? stored.next() : null;
    }

    /** Returns the next room, or null after the last. */
    @Nullable Room next() {
      if (next == null) {
        return null;
      }
      var room = RoomKey.room(next.key.get());
      var head = RoomHead.EMPTY;
      if (RoomKey.isHead(next.key.get(), room)) {
        head = RoomHeadCodec.isAlone(next.value) ? head : RoomHeadCodec.decode(next.value);
        advance();
      }
      var blocks = new ArrayList<KeyValue<Bytes, byte[]>>();
      int bytes = 0;
      while (next != null && RoomKey.isIn(next.key.get(), room)) {
        blocks.add(next);
        bytes += next.value.length;
        advance();
      }
      return new Room(room, head, timeline(room, head, blocks), bytes);
    }

    private Timeline timeline(byte[] room, RoomHead head, List<KeyValue<Bytes, byte[]>> blocks) {
      if (!head.isHome()) {
        return Timeline.empty();
      }
      return head.followers().isEmpty() ? ofOwn(blocks) : ofAll(room, blocks);
    }

    private Timeline ofOwn(List<KeyValue<Bytes, byte[]>> blocks) {
      var events = new ArrayList<Event>();
      var statements = new ArrayList<Event>();
      for (var block : blocks) {
        EntryBlock.forEach(
            block.value,
            (bytes, from, end) -> {
              var event = reader.read(bytes, from, end);
              if (event != null) {
                (EventReader.isEvent(bytes, from, end) ? events : statements).add(event);
              }
            });
      }
      Collections.sort(events); // they are in order or nearly so
      Collections.sort(statements);
      return new Timeline(events, statements);
    }

    /** Which of a message's versions counts has to be found before events are left out. */
    private Timeline ofAll(byte[] room, List<KeyValue<Bytes, byte[]>> blocks) {
      var content = new Content(room);
      blocks.forEach(content::add);
      var wanted = new ArrayList<>(content.all());
      wanted.removeIf(entry -> !entry.isReadBy(reader));
      return RoomEntry.timeline(wanted);
    }

    @Override
    public void close() {
      stored.close();
    }
  }
}
