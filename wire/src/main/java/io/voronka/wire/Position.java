package io.voronka.wire;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a writer got in {@link Topics#EVENTS}: what a query has to wait for to see everything
 * that was acknowledged. As text it is opaque to callers and fit for a URL.
 *
 * @param offsets by partition, the offset after the last acknowledged event; empty if there is none
 */
public record Position(SortedMap<Integer, Long> offsets) {

  /** Before every event. */
  public static final Position NONE = new Position(new TreeMap<>());

  private static final String NONE_TEXT = "-";
  private static final int MAX_TEXT = 32_768; // a thousand partitions fit

  public Position {
    offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
  }

  public static Position of(Map<Integer, Long> offsets) {
    return new Position(new TreeMap<>(offsets));
  }

  /**
   * Reads the text form.
   *
   * @throws MalformedRecord if it is not one
   */
  public static Position parse(String text) {
    if (text.equals(NONE_TEXT)) {
      return NONE;
    }
    if (text.length() > MAX_TEXT) {
      throw malformed();
    }
    var offsets = new TreeMap<Integer, Long>();
    for (var part : text.split("-", -1)) {
      int dot = part.indexOf('.');
      if (dot < 0) {
        throw malformed();
      }
      int partition = (int) number(part.substring(0, dot), 9);
      if (offsets.put(partition, number(part.substring(dot + 1), 18)) != null) {
        throw malformed();
      }
    }
    return new Position(offsets);
  }

  private static long number(String digits, int most) {
    if (digits.isEmpty()
        || digits.length() > most
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw malformed();
    }
    return Long.parseLong(digits);
  }

  private static MalformedRecord malformed() {
    return new MalformedRecord("is not a position that this service gave out");
  }

  /** Returns the position behind both. */
  public Position and(Position other) {
    var both = new TreeMap<>(offsets);
    other.offsets.forEach((partition, offset) -> both.merge(partition, offset, Math::max));
    return new Position(both);
  }

  /** Returns the text form, such as {@code 0.124-3.77}. */
  public String text() {
    if (offsets.isEmpty()) {
      return NONE_TEXT;
    }
    var text = new StringBuilder();
    offsets.forEach(
        (partition, offset) ->
            text.append(text.isEmpty() ? "" : "-").append(partition).append('.').append(offset));
    return text.toString();
  }
}
