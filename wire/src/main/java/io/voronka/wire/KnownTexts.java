package io.voronka.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts that come again and again, such as the names of events, each as one object: nothing is made
 * of the bytes, and who looks the text up needs neither its hash nor its letters anew. Thread-safe:
 * a place holds an immutable value, and whoever misses it makes it anew. Bound: 4 096 texts of at
 * most 64 bytes.
 */
final class KnownTexts {

  private static final int PLACES = 4096;
  private static final int MOST_BYTES = 64;
  private static final @Nullable Known[] KNOWN = new Known[PLACES];

  private record Known(byte[] utf8, String text) {}

  private KnownTexts() {}

  /** The text that lies in a part of the bytes, in UTF-8. */
  static String at(byte[] bytes, int from, int end) {
    if (end - from > MOST_BYTES) {
      return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }
    int place = placeOf(bytes, from, end);
    var known = KNOWN[place];
    if (known == null || !Arrays.equals(known.utf8, 0, known.utf8.length, bytes, from, end)) {
      var utf8 = Arrays.copyOfRange(bytes, from, end);
      known = new Known(utf8, new String(utf8, StandardCharsets.UTF_8));
      KNOWN[place] = known;
    }
    return known.text;
  }

  private static int placeOf(byte[] bytes, int from, int end) {
    int hash = end - from;
    for (int i = from; i < end; i++) {
      hash = hash * 31 + bytes[i];
    }
    return (hash ^ hash >>> 12 ^ hash >>> 24) & PLACES - 1;
  }
}
