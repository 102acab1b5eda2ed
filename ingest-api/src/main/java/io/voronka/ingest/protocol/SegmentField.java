package io.voronka.ingest.protocol;

import io.voronka.wire.PlainJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The fields of a Segment call that have a meaning of their own; all others are properties. */
enum SegmentField {
  TYPE("type"),
  EVENT("event"),
  USER_ID("userId"),
  ANONYMOUS_ID("anonymousId"),
  MESSAGE_ID("messageId"),
  TIMESTAMP("timestamp"),
  ORIGINAL_TIMESTAMP("originalTimestamp"),
  SENT_AT("sentAt"),
  WRITE_KEY("writeKey"),
  PROPERTIES("properties"),
  CONTEXT("context"),
  /** This and the next three mean something in some types of calls; they are properties too. */
  TRAITS("traits"),
  GROUP_ID("groupId"),
  PREVIOUS_ID("previousId"),
  FORCE("force"),
  /** This and all behind it is not looked at. */
  RECEIVED_AT("receivedAt"),
  INTEGRATIONS("integrations"),
  METADATA("_metadata"),
  PROJECT_ID("projectId"),
  VERSION("version"),
  CHANNEL("channel");

  /** How many there are. */
  static final int NUMBER = values().length;

  private static final Object NONE = new Object(); // what any other name means

  /** Never changed; finds what it holds in half the time that an unmodifiable one takes. */
  private static final Map<String, SegmentField> BY_TEXT =
      Arrays.stream(values()).collect(Collectors.toMap(SegmentField::text, Function.identity()));

  /** By the length of the name. */
  private static final SegmentField[][] BY_LENGTH = byLength();

  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // never changed
  private final byte[] ascii;

  SegmentField(String text) {
    this.text = text;
    this.ascii = text.getBytes(StandardCharsets.US_ASCII);
  }

  private static SegmentField[][] byLength() {
    int longest = Arrays.stream(values()).mapToInt(field -> field.ascii.length).max().orElseThrow();
    return IntStream.rangeClosed(0, longest)
        .mapToObj(
            length ->
                Arrays.stream(values())
                    .filter(field -> field.ascii.length == length)
                    .toArray(SegmentField[]::new))
        .toArray(SegmentField[][]::new);
  }

  /** Which one it is, from 0: finding it in an array costs less than in a map of enums. */
  @SuppressWarnings("EnumOrdinal") // is kept nowhere
  int place() {
    return ordinal();
  }

  /** As it is written. */
  String text() {
    return text;
  }

  /** Returns the field of a name, null if it has no meaning. */
  static @Nullable SegmentField of(String text) {
    return BY_TEXT.get(text);
  }

  /** Returns the field that a text is at, null if it has no meaning. */
  static @Nullable SegmentField of(PlainJson json, byte[] body) {
    var meaning = json.meaning();
    if (meaning != null) {
      return meaning instanceof SegmentField known ? known : null;
    }
    var field = of(body, json.nameFrom(), json.nameEnd());
    json.mean(field == null ? NONE : field);
    return field;
  }

  private static @Nullable SegmentField of(byte[] json, int from, int end) {
    if (end - from >= BY_LENGTH.length) {
      return null;
    }
    for (var field : BY_LENGTH[end - from]) {
      if (Arrays.equals(json, from, end, field.ascii, 0, field.ascii.length)) {
        return field;
      }
    }
    return null;
  }
}
