package io.voronka.wire;

import io.voronka.model.identity.RoomMessage;
import io.voronka.model.identity.WriterMessage;
import io.voronka.wire.Correction.Why;
import org.jspecify.annotations.Nullable;

/**
 * A message from one partition of events to another: to a room or to a project's writer of forced
 * merges. Its record's key is that of the room ({@link EventCodec#senderKey}); the writer's is that
 * of an empty id. One of the two messages is there.
 *
 * @param from the partition that sent it
 * @param hops how many messages it took since the event that is its cause: 1 for the first, at most
 *     {@link #MAX_HOPS}
 * @param why what comes of it changes figures: late if it passes on only what was said
 * @param toRoom what the room is told
 * @param toWriter what the writer is told
 */
public record Forwarded(
    int from,
    int hops,
    Why why,
    @Nullable RoomMessage<RoomEntry> toRoom,
    @Nullable WriterMessage toWriter) {

  /** Beyond it, hops are not counted on. */
  public static final int MAX_HOPS = 255;

  /** Makes a message to a room. */
  public static Forwarded toRoom(int from, int hops, Why why, RoomMessage<RoomEntry> message) {
    return new Forwarded(from, Math.min(hops, MAX_HOPS), why, message, null);
  }

  /** Makes a message to a writer. */
  public static Forwarded toWriter(int from, int hops, WriterMessage message) {
    return new Forwarded(from, Math.min(hops, MAX_HOPS), Why.MERGE, null, message);
  }

  public byte[] encode() {
    return ForwardedCodec.encode(this);
  }

  /**
   * Reads a message.
   *
   * @throws MalformedRecord if the bytes are none of a known version
   */
  public static Forwarded decode(byte[] bytes) {
    return ForwardedCodec.decode(bytes);
  }
}
