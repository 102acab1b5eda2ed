package io.voronka.wire;

import org.jspecify.annotations.Nullable;

/**
 * The fields of the last of several values that are likely to be alike, in the order in which they
 * came. Where the same bytes stand before the field at the same place of the next value they mean
 * the same, and need not be read again. Not thread-safe.
 *
 * <p>Those bytes begin behind the value before, or behind the object's brace, and end with the
 * colon.
 */
final class FieldPlaces {

  private static final int MOST = 100;

  private final byte[] json;
  private final int[] from = new int[MOST];
  private final int[] length = new int[MOST];
  private final boolean[] isFirst = new boolean[MOST]; // of its object
  private final int[] nameFrom = new int[MOST]; // behind the first of those bytes
  private final int[] nameLength = new int[MOST];
  private final long[] nameBit = new long[MOST];
  private final @Nullable Object[] meaning = new Object[MOST];
  private final int[] valueFrom = new int[MOST];
  private final int[] valueLength = new int[MOST];
  private final @Nullable Object[] value = new Object[MOST];
  private int known;
  private int next;

  FieldPlaces(byte[] json) {
    this.json = json;
  }

  /** Says that the next value begins. */
  void begin() {
    next = 0;
  }

  /** Goes to the next place if what stands here is what stood there; returns whether it is. */
  boolean isNext(int at, boolean isFirstOfObject) {
    boolean isIt =
        next < known && isFirst[next] == isFirstOfObject && isSame(at, from[next], length[next]);
    next += isIt ? 1 : 0;
    return isIt;
  }

  private boolean isSame(int at, int before, int bytes) {
    if (at + bytes + Long.BYTES > json.length) {
      return false; // a word may reach beyond the end
    }
    int i = 0;
    for (; bytes - i >= Long.BYTES; i += Long.BYTES) {
      if (difference(at + i, before + i) != 0) {
        return false;
      }
    }
    int rest = bytes - i;
    return rest == 0
        || difference(at + i, before + i) << Byte.SIZE * (Long.BYTES - rest) == 0; // of its first
  }

  private long difference(int at, int before) {
    return (long) PlainJson.WORDS.get(json, at) ^ (long) PlainJson.WORDS.get(json, before);
  }

  /**
   * Goes to the next place, of a field that has been read; returns whether there are not too many.
   *
   * @param nameAt where its name begins
   * @param end behind the colon
   */
  boolean put(int at, boolean isFirstOfObject, int nameAt, int nameEnd, int end) {
    if (next == MOST) {
      return false;
    }
    from[next] = at;
    length[next] = end - at;
    isFirst[next] = isFirstOfObject;
    nameFrom[next] = nameAt - at;
    nameLength[next] = nameEnd - nameAt;
    nameBit[next] = NameBits.of(json, nameAt, nameEnd);
    meaning[next] = null;
    value[next] = null;
    next++;
    known = Math.max(known, next);
    return true;
  }

  /** Bytes up to the value, from where those before the field begin. */
  int length() {
    return length[next - 1];
  }

  /** Where the name begins, from there. */
  int nameFrom() {
    return nameFrom[next - 1];
  }

  int nameLength() {
    return nameLength[next - 1];
  }

  long nameBit() {
    return nameBit[next - 1];
  }

  /** What the reader has said of the name; null: nothing. */
  @Nullable Object meaning() {
    return meaning[next - 1];
  }

  void mean(Object said) {
    meaning[next - 1] = said;
  }

  /** The number of this place. */
  int place() {
    return next - 1;
  }

  /** What was read of the value at this place before, if the same bytes come now; else null. */
  @Nullable Object again(int at) {
    int place = place();
    var before = value[place];
    return before != null && isSame(at, valueFrom[place], valueLength[place]) ? before : null;
  }

  /** Bytes of the value at this place. */
  int valueLength() {
    return valueLength[place()];
  }

  /** Notes what was read of the value at a place, of a text, a list or an object. */
  void remember(int place, int valueAt, int valueEnd, Object read) {
    valueFrom[place] = valueAt;
    valueLength[place] = valueEnd - valueAt;
    value[place] = read;
  }
}
