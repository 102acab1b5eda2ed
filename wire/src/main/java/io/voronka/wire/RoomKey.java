package io.voronka.wire;

import io.voronka.model.event.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where an event lies in its sender's room: the sender's key, a zero byte, the time, the message
 * id. So a room is a range of keys, in the order of its timeline, and a project is a range of
 * rooms.
 */
public final class RoomKey {

  /** No id begins with it: control characters are refused. */
  private static final char STATEMENT = 1;

  private RoomKey() {}

  /** The key of an event; {@code sender} in the form of {@link EventCodec#senderKey}. */
  public static byte[] of(byte[] sender, Event event) {
    return of(sender, event.timeMillis(), event.id());
  }

  /** The key of a statement, which may share time and id with an event. */
  public static byte[] ofStatement(byte[] sender, Event statement) {
    return of(sender, statement.timeMillis(), STATEMENT + statement.id());
  }

  private static byte[] of(byte[] sender, long timeMillis, String text) {
    var id = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(sender.length + 1 + Long.BYTES + id.length)
        .put(sender)
        .put((byte) 0)
        .putLong(timeMillis ^ Long.MIN_VALUE) // times before 1970 come first
        .put(id)
        .array();
  }

  /** No key of the room is below this. */
  public static byte[] first(byte[] sender) {
    return Arrays.copyOf(sender, sender.length + 1);
  }

  /** Every key of the room, and none of a later one, is below this. */
  public static byte[] end(byte[] sender) {
    var end = first(sender);
    end[sender.length] = 1;
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
   * Returns the sender's key that a room's key begins with.
   *
   * @throws MalformedRecord if there is none
   */
  public static byte[] sender(byte[] key) {
    int zeros = 0;
    for (int i = 0; i < key.length; i++) {
      if (key[i] == 0 && ++zeros == 2) {
        return Arrays.copyOf(key, i);
      }
    }
    throw new MalformedRecord("not the key of a room");
  }

  /** Whether the key lies in the sender's room. */
  public static boolean isIn(byte[] key, byte[] sender) {
    return key.length > sender.length
        && key[sender.length] == 0
        && Arrays.equals(key, 0, sender.length, sender, 0, sender.length);
  }
}
