package io.voronka.streams;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one partition that were handled last: most events are of somebody who did something
 * a moment ago. Whoever changes a room changes it here and says so afterwards; it is written to the
 * store once per commit, whatever came in between. Not thread-safe. Bound: the bytes given; of them
 * at most half, and what one event adds, is to be written, of which {@link #isFull} says when there
 * is so much.
 */
final class RoomCache {

  private static final double WORTH_LOOKING = 0.25;
  private static final int REMEMBERED = 64; // rooms, about

  private final KeyValueStore<Bytes, byte[]> store;
  private final boolean haveHeads;
  private final Consumer<byte[]> changes;
  private final long maxBytes;

  /**
   * In the order in which they came, or were last spared from leaving because somebody had asked
   * for them again. An order by the last asking would be changed by each event, and what changes
   * among old objects is gone through by the garbage collector.
   */
  private final Map<Bytes, Rooms.Content> rooms = new LinkedHashMap<>(1024);

  private final List<Rooms.Content> unwritten = new ArrayList<>();
  private long bytes; // of all, about
  private long unwrittenBytes; // about
  private double newShare = 1; // of the rooms that were read last, how many were not there
  private Rooms.@Nullable Content last; // that was asked for

  /**
   * Makes an empty one.
   *
   * @param haveHeads whether each room of the store has a head
   * @param maxBytes what the rooms may take in memory, about
   * @param changes is told which rooms were changed in the store
   */
  RoomCache(
      KeyValueStore<Bytes, byte[]> store,
      boolean haveHeads,
      long maxBytes,
      Consumer<byte[]> changes) {
    this.store = store;
    this.haveHeads = haveHeads;
    this.changes = changes;
    this.maxBytes = maxBytes;
  }

  /** Returns what a room holds. It stays what the room holds until another one is asked for. */
  Rooms.Content get(byte[] room) {
    var known = last;
    if (known != null && Arrays.equals(known.room(), room)) {
      return known; // a message asks for its room several times
    }
    var key = Bytes.wrap(room);
    var content = rooms.get(key);
    if (content == null) {
      content = read(room);
      rooms.put(key, content);
      weigh(content);
    } else {
      content.isAskedAgain = true;
    }
    last = content;
    leave();
    return content;
  }

  /** To look whether a room is there at all is worth its cost only where many are not. */
  private Rooms.Content read(byte[] room) {
    boolean looksFirst = haveHeads && newShare > WORTH_LOOKING;
    var content = looksFirst ? Rooms.readByHead(store, room) : Rooms.read(store, room);
    newShare += ((content.isNew() ? 1 : 0) - newShare) / REMEMBERED;
    return content;
  }

  /** The room that was asked for last takes another part of memory. */
  void weigh(Rooms.Content content) {
    int now = content.bytes();
    bytes += now - content.weight;
    unwrittenBytes += content.isUnwritten ? now - content.weight : 0;
    content.weight = now;
  }

  /** Lets those leave that nobody has asked for in a while, if it is too much. */
  private void leave() {
    if (bytes > maxBytes) {
      leaveUnasked();
    }
    if (bytes > maxBytes) {
      leaveUnasked(); // those that were spared
    }
  }

  /**
   * Some more than have to, so that those which can't leave before they are written are not passed
   * over each time.
   */
  private void leaveUnasked() {
    var spared = new ArrayList<Map.Entry<Bytes, Rooms.Content>>();
    var oldest = rooms.entrySet().iterator();
    while (bytes > maxBytes - maxBytes / 16 && oldest.hasNext()) {
      var room = oldest.next();
      var content = room.getValue();
      if (!content.isUnwritten && content != last) {
        oldest.remove();
        if (content.isAskedAgain) {
          content.isAskedAgain = false;
          spared.add(room);
        } else {
          bytes -= content.weight;
        }
      }
    }
    spared.forEach(room -> rooms.put(room.getKey(), room.getValue()));
  }

  /** What the rooms take in memory, about. */
  long bytes() {
    return bytes;
  }

  /** The room that was asked for last was changed, and is to be written. */
  void changed(Rooms.Content content) {
    if (!content.isUnwritten) {
      content.isUnwritten = true;
      unwritten.add(content);
      unwrittenBytes += content.weight;
    }
    weigh(content);
  }

  /** Whether what is to be written takes half of it. */
  boolean isFull() {
    return unwrittenBytes >= maxBytes / 2;
  }

  /** Writes all rooms that were changed, at once: whoever reads meanwhile misses nothing. */
  void write() {
    if (unwritten.isEmpty()) {
      return;
    }
    var entries = new ArrayList<KeyValue<Bytes, byte[]>>(unwritten.size());
    for (var content : InOrder.of(unwritten, Rooms.Content::room)) { // the store is a sorted one
      content.takeChanged(entries::add);
    }
    store.putAll(entries);
    var written = List.copyOf(unwritten);
    unwritten.clear();
    unwrittenBytes = 0;
    for (var content : written) {
      content.isUnwritten = false;
      changes.accept(content.room());
    }
    leave();
  }
}
