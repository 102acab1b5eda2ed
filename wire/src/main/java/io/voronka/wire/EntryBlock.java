package io.voronka.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * The value of some entries of a room that lie together: to read one value of ten events costs a
 * store hardly more than to read one of one. A single entry is its own form, of {@link EventCodec};
 * several are a mark and each of them after its length.
 */
public final class EntryBlock {

  private static final int MARK = 0xff; // no version of an event

  private EntryBlock() {}

  /** Takes where an entry lies in a block's bytes. */
  @FunctionalInterface
  public interface Visitor {
    void visit(byte[] bytes, int from, int end);
  }

  /** Returns the value of entries, at least one. */
  public static byte[] encode(List<RoomEntry> entries) {
    if (entries.size() == 1) {
      return entries.get(0).encoded();
    }
    int bytes = 16;
    for (var entry : entries) {
      bytes += entry.encoded().length + 3;
    }
    var out = new BinaryWriter(bytes).put(MARK);
    entries.forEach(entry -> out.putBytes(entry.encoded()));
    return out.toBytes();
  }

  /**
   * Visits each entry of a value.
   *
   * @throws MalformedRecord if the bytes are no block
   */
  public static void forEach(byte[] value, Visitor visitor) {
    var in = new BinaryReader(value);
    if (in.get() != MARK) {
      visitor.visit(value, 0, value.length);
      return;
    }
    while (in.hasMore()) {
      int length = in.getLength();
      int from = in.position();
      in.skip(length);
      visitor.visit(value, from, from + length);
    }
  }

  /**
   * Reads the entries of a value.
   *
   * @throws MalformedRecord if the bytes are no block
   */
  public static List<RoomEntry> decode(byte[] value) {
    var entries = new ArrayList<RoomEntry>();
    forEach(value, (bytes, from, end) -> entries.add(RoomEntry.of(bytes, from, end)));
    return entries;
  }
}
