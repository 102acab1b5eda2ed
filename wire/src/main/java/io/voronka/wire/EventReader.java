package io.voronka.wire;

import io.voronka.model.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of certain names from the form of {@link EventCodec}, and of them only what
 * funnels look at: for questions that pass over a great many. Others are passed over before
 * anything is made of them. Thread-safe.
 */
public final class EventReader {

  /** Reads all events. */
  public static final EventReader ALL = new EventReader(null);

  private record Name(String text, byte[] utf8) {}

  private final Name @Nullable [] names;

  private EventReader(Name @Nullable [] names) {
    this.names = names;
  }

  /** Makes a reader of the events with these names; null: of all. */
  public static EventReader of(@Nullable Collection<String> names) {
    return names == null
        ? ALL
        : new EventReader(
            names.stream()
                .map(name -> new Name(name, name.getBytes(StandardCharsets.UTF_8)))
                .toArray(Name[]::new));
  }

  /**
   * Returns whether what lies in a part of the bytes is an event; if not, it says something of
   * somebody.
   *
   * @throws MalformedRecord if it is neither
   */
  public static boolean isEvent(byte[] bytes, int from, int end) {
    var in = new BinaryReader(bytes, from, end);
    EventCodec.requireVersion(in.get());
    return WireEnums.at(EventCodec.KINDS, in.get()).isEvent();
  }

  /**
   * Returns the event, or null if it has another name; its properties stay packed. What is no event
   * is always read.
   *
   * @throws MalformedRecord if the bytes are not of a known version
   */
  public @Nullable Event read(byte[] bytes) {
    return read(bytes, 0, bytes.length);
  }

  /** As {@link #read(byte[])}, of what lies in a part of the bytes. */
  public @Nullable Event read(byte[] bytes, int from, int end) {
    var in = new BinaryReader(bytes, from, end);
    EventCodec.requireVersion(in.get());
    var kind = WireEnums.at(EventCodec.KINDS, in.get());
    long time = in.getLong();
    in.skip(Long.BYTES); // when it was received
    int id = in.position();
    in.skip(in.getLength());
    var name = names == null || !kind.isEvent() ? in.getKnownText() : oneOf(names, in);
    if (name == null) {
      return null;
    }
    in.skip(in.getLength()); // the user id
    in.skip(in.getLength()); // the anonymous id
    for (int rest = in.get(); rest > 0; rest--) {
      in.skip(in.getLength());
    }
    var properties = new PropertyCodec.Packed(bytes, in.position(), end);
    return new Event(new BinaryReader(bytes, id, end).getText(), time, name, properties);
  }

  private static @Nullable String oneOf(Name[] names, BinaryReader in) {
    int length = in.getLength();
    int from = in.position();
    in.skip(length);
    for (var name : names) {
      if (Arrays.equals(in.source(), from, from + length, name.utf8, 0, name.utf8.length)) {
        return name.text;
      }
    }
    return null;
  }
}
