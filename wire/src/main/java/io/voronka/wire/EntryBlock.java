package io.voronka.wire;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Some entries of a room that lie together: to read one value of ten events costs a store hardly
 * more than to read one of one. In memory they lie as in the store, so that a room of many entries
 * is few objects. Not thread-safe.
 *
 * <p>The value of a single entry is its own form, of {@link EventCodec}; that of several is a mark
 * and each of them after its length.
 */
public class EntryBlock {

  private static final int MARK = 0xff; // no version of an event
  private static final int FIRST = 1; // behind the mark
  private static final int MOST_LENGTH_BYTES = 5;
  private static final int SPARE_BYTES = 200; // for one or two more

  private byte[] bytes; // in the form of several; what lies before the end is never changed
  private int end;
  private int entries;

  /** Makes an empty one. */
  public EntryBlock() {
    bytes = new byte[] {(byte) MARK};
    end = FIRST;
  }

  /**
   * Makes one of a value.
   *
   * @param value not to be changed any more
   * @throws MalformedRecord if the bytes are no block
   */
  public EntryBlock(byte[] value) {
    this();
    if (new BinaryReader(value).get() == MARK) {
      bytes = value;
      end = value.length;
      forEach(value, (source, from, to) -> entries++);
    } else {
      add(value, 0, value.length);
    }
  }

  /** Takes where an entry lies in a block's bytes. */
  @FunctionalInterface
  public interface Visitor {
    void visit(byte[] bytes, int from, int end);
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
    visitEach(in, visitor);
  }

  private static void visitEach(BinaryReader in, Visitor visitor) {
    while (in.hasMore()) {
      int length = in.getLength();
      int from = in.position();
      in.skip(length);
      visitor.visit(in.source(), from, from + length);
    }
  }

  /** Returns the value of the entries, at least one. */
  public final byte[] value() {
    if (entries > 1) {
      return Arrays.copyOf(bytes, end);
    }
    var in = reader(FIRST, end);
    int length = in.getLength();
    return Arrays.copyOfRange(bytes, in.position(), in.position() + length);
  }

  /** How many entries there are. */
  public final int size() {
    return entries;
  }

  /** Where the last entry ends: what is added lies behind it. */
  public final int end() {
    return end;
  }

  /** How many bytes it takes in memory, with those that wait to be filled. */
  public final int capacity() {
    return bytes.length;
  }

  /** Puts an entry behind the others. */
  public final void add(RoomEntry entry) {
    add(entry.source(), entry.from(), entry.end());
  }

  private void add(byte[] source, int from, int to) {
    int length = to - from;
    int needed = end + MOST_LENGTH_BYTES + length;
    if (bytes.length < needed) {
      bytes = Arrays.copyOf(bytes, needed + SPARE_BYTES);
    }
    int rest = length;
    for (; rest >= 0x80; rest >>>= 7) {
      bytes[end++] = (byte) (rest | 0x80);
    }
    bytes[end++] = (byte) rest;
    System.arraycopy(source, from, bytes, end, length);
    end += length;
    entries++;
  }

  /** Gives up the memory that waits to be filled. */
  public final void trim() {
    bytes = bytes.length == end ? bytes : Arrays.copyOf(bytes, end);
  }

  /** Gives up an entry, if it is there. Entries that were handed out stay as they are. */
  public final boolean remove(RoomEntry entry) {
    var in = reader(FIRST, end);
    while (in.hasMore()) {
      int before = in.position();
      int length = in.getLength();
      int from = in.position();
      in.skip(length);
      if (entry.hasBytes(bytes, from, from + length)) {
        cut(before, from + length);
        return true;
      }
    }
    return false;
  }

  private void cut(int from, int to) {
    var left = new byte[bytes.length];
    System.arraycopy(bytes, 0, left, 0, from);
    System.arraycopy(bytes, to, left, from, end - to);
    bytes = left;
    end -= to - from;
    entries--;
  }

  /** Hands over the entries that lie from one place to another, as {@link #end} gave it. */
  public final void forEach(int from, int to, Consumer<RoomEntry> taker) {
    visitEach(
        reader(from, to), (source, at, behind) -> taker.accept(RoomEntry.of(source, at, behind)));
  }

  /** Hands over all entries. */
  public final void forEach(Consumer<RoomEntry> taker) {
    forEach(FIRST, end, taker);
  }

  /** Where the first entry lies. */
  public static int begin() {
    return FIRST;
  }

  /** Returns the entry that has the id of another, or null. O(entries), and makes nothing. */
  public final @Nullable RoomEntry version(RoomEntry other) {
    var in = reader(FIRST, end);
    while (in.hasMore()) {
      int length = in.getLength();
      int at = in.position();
      in.skip(length);
      if (other.isVersionOf(bytes, at, at + length)) {
        return RoomEntry.of(bytes, at, at + length);
      }
    }
    return null;
  }

  private BinaryReader reader(int from, int to) {
    return new BinaryReader(bytes, from, to);
  }
}
