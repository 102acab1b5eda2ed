package io.voronka.wire;

import io.voronka.model.event.Event;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of an id's room: its own events by (time, message id), each after its length.
 *
 * <pre>
 *   version (1 byte)  number of events (4)  { length  event }*
 * </pre>
 *
 * An event is put in by splicing bytes: nothing but times and ids is read.
 */
public final class RoomCodec {

  private static final int VERSION = 1;
  private static final int HEADER = 5;
  private static final byte[] EMPTY = {VERSION, 0, 0, 0, 0};

  private RoomCodec() {}

  /** How many events a room holds. */
  public static int sizeOf(byte @Nullable [] room) {
    return room == null ? 0 : open(room).getInt();
  }

  /**
   * Returns the room with the event in its place. The same array comes back if nothing changes: the
   * message id is known with no later time, or the room is full ({@link Timeline#MAX_EVENTS}). Of
   * two events with one message id the earlier stays, whichever came first.
   *
   * @param room null if there is none yet
   * @param event in the form of {@link EventCodec}
   */
  public static byte[] with(byte @Nullable [] room, byte[] event) {
    var old = room == null ? EMPTY : room;
    var in = open(old);
    int count = in.getInt();
    long time = EventCodec.timeOf(event, 0, event.length);
    var id = EventCodec.idOf(event, 0, event.length);
    int insertAt = -1;
    int dropFrom = -1;
    int dropEnd = -1;
    while (in.hasMore()) {
      int start = in.position();
      int length = in.getLength();
      int from = in.position();
      in.skip(length);
      long otherTime = EventCodec.timeOf(old, from, from + length);
      if (EventCodec.hasId(old, from, from + length, id)) {
        if (otherTime <= time) {
          return old;
        }
        dropFrom = start;
        dropEnd = in.position();
      }
      if (insertAt < 0
          && (otherTime > time || otherTime == time && isAfter(old, from, from + length, id))) {
        insertAt = start;
      }
    }
    if (insertAt < 0) {
      insertAt = old.length;
    }
    if (dropFrom < 0) {
      return count == Timeline.MAX_EVENTS ? old : splice(old, count + 1, insertAt, event);
    }
    // The later copy of the event lies behind the place of the earlier one.
    var without = splice(old, count, insertAt, event);
    int moved = without.length - old.length;
    return cut(without, dropFrom + moved, dropEnd + moved);
  }

  private static boolean isAfter(byte[] room, int from, int end, byte[] id) {
    return compareIds(EventCodec.idOf(room, from, end), id) > 0;
  }

  /**
   * Compares as {@link String#compareTo} does, so that the room is in the order of its timeline.
   */
  private static int compareIds(byte[] left, byte[] right) {
    return new String(left, java.nio.charset.StandardCharsets.UTF_8)
        .compareTo(new String(right, java.nio.charset.StandardCharsets.UTF_8));
  }

  private static byte[] splice(byte[] room, int count, int at, byte[] event) {
    var out = new BinaryWriter(room.length + event.length + 5);
    return out.put(VERSION)
        .putInt(count)
        .putRaw(room, HEADER, at - HEADER)
        .putBytes(event)
        .putRaw(room, at, room.length - at)
        .toBytes();
  }

  private static byte[] cut(byte[] room, int from, int end) {
    var out = Arrays.copyOf(room, room.length - (end - from));
    System.arraycopy(room, end, out, from, room.length - end);
    return out;
  }

  /** Reads the events; their properties stay packed. */
  public static Timeline timeline(byte @Nullable [] room) {
    if (room == null) {
      return Timeline.empty();
    }
    var in = open(room);
    var events = new ArrayList<Event>(in.getInt());
    while (in.hasMore()) {
      int length = in.getLength();
      int from = in.position();
      in.skip(length);
      events.add(EventCodec.decode(room, from, from + length).event());
    }
    return new Timeline(events);
  }

  private static BinaryReader open(byte[] room) {
    var in = new BinaryReader(room);
    int version = in.get();
    if (version != VERSION) {
      throw new MalformedRecord("room of version " + version + ", known is " + VERSION);
    }
    return in;
  }
}
