package io.voronka.wire;

import io.voronka.model.identity.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where things lie in a room, whose key is that of its id ({@link EventCodec#senderKey}).
 *
 * <pre>
 *   its head:            room  0
 *   entries:             room  0  time (8)  id
 *   a follower's copies: room  0  time (8)  id  0  follower's id
 *
 *   whom it follows by force, as the project's writer knows it:   0  room
 * </pre>
 *
 * Entries lie in blocks ({@link EntryBlock}); time and id are not later than those of any entry of
 * the block. So a room is a range of keys, its head first, then its entries, nearly in the order of
 * its timeline, and a project is a range of rooms.
 */
public final class RoomKey {

  private static final byte[] NOTHING = {};
  private static final byte FORCED = 0; // no project begins with it

  private RoomKey() {}

  /** The key of what was said under the room's own id, not before an entry. */
  public static byte[] ofOwn(byte[] room, Entry entry) {
    return of(room, entry, NOTHING);
  }

  /** The key of copies of what a follower holds, not before an entry. */
  public static byte[] ofCopy(byte[] room, Entry entry, String follower) {
    return of(room, entry, ('\0' + follower).getBytes(StandardCharsets.UTF_8));
  }

  /** Every key of a block with an entry of before that time is below this. */
  public static byte[] at(byte[] room, long timeMillis) {
    return ByteBuffer.allocate(room.length + 1 + Long.BYTES)
        .put(room)
        .put((byte) 0)
        .putLong(timeMillis ^ Long.MIN_VALUE)
        .array();
  }

  /** The time in the key of a block: none of its entries happened before, in ms. */
  public static long timeMillis(byte[] key, byte[] room) {
    return ByteBuffer.wrap(key).getLong(room.length + 1) ^ Long.MIN_VALUE;
  }

  private static byte[] of(byte[] room, Entry entry, byte[] source) {
    var id = entry.id().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(room.length + 1 + Long.BYTES + id.length + source.length)
        .put(room)
        .put((byte) 0)
        .putLong(entry.timeMillis() ^ Long.MIN_VALUE) // times before 1970 come first
        .put(id)
        .put(source)
        .array();
  }

  /** Returns the follower whose copy lies under the key; empty if the entry is the room's own. */
  public static String follower(byte[] key, byte[] room) {
    for (int i = room.length + 1 + Long.BYTES; i < key.length; i++) {
      if (key[i] == 0) {
        return new String(key, i + 1, key.length - i - 1, StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  /** The key of the room's head; no key of the room is below it. */
  public static byte[] head(byte[] room) {
    return Arrays.copyOf(room, room.length + 1);
  }

  /** Where the project's writer keeps whom it made the id follow; lies in no project. */
  public static byte[] forced(byte[] room) {
    return ByteBuffer.allocate(1 + room.length).put(FORCED).put(room).array();
  }

  /** Whether the key, which lies in the room, is that of its head. */
  public static boolean isHead(byte[] key, byte[] room) {
    return key.length == room.length + 1;
  }

  /** Every key of the room, and none of a later one, is below this. */
  public static byte[] end(byte[] room) {
    var end = head(room);
    end[room.length] = 1;
    return end;
  }

  /** No key of the project is below this. */
  public static byte[] firstOf(String project) {
    return EventCodec.senderKey(project, "");
  }

  /** Every key of the project, and none of a later one, is below this. */
  public static byte[] endOf(String project) {
    return (project + '\1').getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns the room that a key lies in.
   *
   * @throws MalformedRecord if there is none
   */
  public static byte[] room(byte[] key) {
    int zeros = 0;
    for (int i = 0; i < key.length; i++) {
      if (key[i] == 0 && ++zeros == 2) {
        return Arrays.copyOf(key, i);
      }
    }
    throw new MalformedRecord("not the key of a room");
  }

  /** Whether the key lies in the room. */
  public static boolean isIn(byte[] key, byte[] room) {
    return key.length > room.length
        && key[room.length] == 0
        && Arrays.equals(key, 0, room.length, room, 0, room.length);
  }
}
