package io.voronka.wire;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of an event, on the topic and in a room alike.
 *
 * <pre>
 *   version (1 byte)  kind (1)  time (8, ms)  received (8, ms)  message id  event name
 *   user id or empty  anonymous id or empty  number of other ids (1)  other ids  properties
 * </pre>
 *
 * Texts are UTF-8 after their length; the properties are {@link PropertyCodec}'s fields, read only
 * when asked for.
 */
public final class EventCodec {

  private static final int VERSION = 1;
  private static final long MAX_TIME_MILLIS = 253_402_300_799_999L; // the end of the year 9999
  private static final int EXPECTED_BYTES = 400;
  private static final String NOBODYS = "an event without an id of its sender";
  static final ReceivedEvent.Kind[] KINDS = ReceivedEvent.Kind.values();

  private EventCodec() {}

  public static byte[] encode(ReceivedEvent received) {
    var out = new BinaryWriter(EXPECTED_BYTES);
    write(received, out);
    return out.toBytes();
  }

  /** Appends what {@link #encode} gives. */
  static void write(ReceivedEvent received, BinaryWriter out) {
    var event = received.event();
    out.put(VERSION)
        .put(WireEnums.numberOf(received.kind()))
        .putLong(event.timeMillis())
        .putLong(received.receivedMillis())
        .putText(event.id())
        .putText(event.name())
        .putText(orEmpty(received.userId()))
        .putText(orEmpty(received.anonymousId()))
        .put(received.otherIds().size());
    if (!received.otherIds().isEmpty()) {
      received.otherIds().forEach(out::putText);
    }
    PropertyCodec.writeAll(event.properties(), out);
  }

  /**
   * Reads only when it happened, in milliseconds since 1970 UTC.
   *
   * @throws MalformedRecord if the bytes are not an event of a known version
   */
  public static long timeMillis(byte[] bytes) {
    var in = new BinaryReader(bytes);
    requireVersion(in.get());
    in.skip(1);
    return in.getLong();
  }

  /**
   * Reads an event.
   *
   * @throws MalformedRecord if the bytes are not an event of a known version
   */
  public static ReceivedEvent decode(byte[] bytes) {
    var in = new BinaryReader(bytes);
    requireVersion(in.get());
    var kind = WireEnums.at(KINDS, in.get());
    long time = in.getLong();
    if (Math.abs(time) > MAX_TIME_MILLIS) {
      throw new MalformedRecord("a time beyond the year 9999");
    }
    long received = in.getLong();
    var id = in.getText();
    var name = in.getKnownText();
    var userId = orNull(in.getText());
    var anonymousId = orNull(in.getText());
    var otherIds = new ArrayList<String>();
    for (int rest = in.get(); rest > 0; rest--) {
      otherIds.add(in.getText());
    }
    if (userId == null && anonymousId == null && otherIds.isEmpty()) {
      throw new MalformedRecord(NOBODYS);
    }
    var properties = new PropertyCodec.Packed(bytes, in.position(), bytes.length);
    return new ReceivedEvent(
        kind, userId, anonymousId, otherIds, received, new Event(id, time, name, properties));
  }

  /**
   * Makes sure that all properties of a decoded event can be read.
   *
   * @throws MalformedRecord if they can't
   */
  public static void requireReadable(Event event) {
    PropertyCodec.requireReadable(event.properties());
  }

  /** Returns all properties of a decoded event. */
  public static Fields properties(Event event) {
    return PropertyCodec.all(event.properties());
  }

  /** Returns all traits of a person: of each name what was said of it last. */
  public static Fields traits(Timeline timeline) {
    var traits = new LinkedHashMap<String, PropertyValue>();
    timeline.statements().forEach(one -> traits.putAll(properties(one).values()));
    return new Fields(traits);
  }

  static void requireVersion(int version) {
    if (version != VERSION) {
      throw new MalformedRecord("event of version " + version + ", known is " + VERSION);
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** Returns the record key of a sender: events and rooms of one sender share it. */
  public static byte[] senderKey(String project, String sender) {
    return (project + '\0' + sender).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns the key of an event's own sender.
   *
   * @param key of any sender of its project
   * @throws MalformedRecord if the bytes are not an event of a known version, or nobody's
   */
  static byte[] senderKey(byte[] key, byte[] event) {
    var in = new BinaryReader(event);
    requireVersion(in.get());
    in.skip(1 + 2 * Long.BYTES);
    in.skip(in.getLength()); // the message id
    in.skip(in.getLength()); // the name
    int length = in.getLength(); // the user id
    if (length == 0) {
      length = in.getLength(); // the anonymous id
    }
    if (length == 0 && in.get() > 0) {
      length = in.getLength(); // another
    }
    if (length == 0) {
      throw new MalformedRecord(NOBODYS);
    }
    int from = projectEnd(key) + 1;
    var own = Arrays.copyOf(key, from + length);
    System.arraycopy(event, in.position(), own, from, length);
    return own;
  }

  /** Reads the sender from what {@link #senderKey} gives. */
  public static String senderOf(byte[] senderKey) {
    int from = projectEnd(senderKey) + 1;
    return new String(senderKey, from, senderKey.length - from, StandardCharsets.UTF_8);
  }

  /**
   * Reads the project from a sender's key.
   *
   * @throws MalformedRecord if there is none
   */
  public static String projectOf(byte[] senderKey) {
    return KnownTexts.at(senderKey, 0, projectEnd(senderKey));
  }

  private static int projectEnd(byte[] senderKey) {
    for (int i = 1; i < senderKey.length; i++) {
      if (senderKey[i] == 0 && isWithoutZero(senderKey, i + 1)) {
        return i;
      }
    }
    throw new MalformedRecord("a key that is not a project and a sender");
  }

  private static boolean isWithoutZero(byte[] key, int from) {
    for (int i = from; i < key.length; i++) {
      if (key[i] == 0) {
        return false;
      }
    }
    return true;
  }
}
