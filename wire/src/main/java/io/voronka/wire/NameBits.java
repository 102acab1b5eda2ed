package io.voronka.wire;

/** A bit out of 64 for a name: names of other bits are other names. Pure. */
final class NameBits {

  static final long ANY = -1;

  private NameBits() {}

  /** The bit of a name that lies in a text. */
  static long of(byte[] utf8, int from, int end) {
    int length = end - from;
    return length == 0 ? 1 : bit(length, utf8[from], utf8[from + length / 2], utf8[end - 1]);
  }

  /** The bit of a name of ASCII. */
  static long of(String ascii) {
    int length = ascii.length();
    return length == 0
        ? 1
        : bit(length, ascii.charAt(0), ascii.charAt(length / 2), ascii.charAt(length - 1));
  }

  private static long bit(int length, int first, int middle, int last) {
    int hash = ((length * 31 + first) * 31 + middle) * 31 + last;
    return 1L << (hash * 0x9e3779b9 >>> 26); // the upper bits of a product mix best
  }
}
