package io.voronka.wire;

import io.voronka.model.event.Event;
import io.voronka.model.identity.Entry;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a room keeps of a call: an event, or something that was said of a person. A view on bytes in
 * the form of {@link EventCodec}, which nobody changes any more; more than its kind and time is
 * read when it is asked for. Not thread-safe.
 */
public final class RoomEntry implements Entry, Comparable<RoomEntry> {

  /** No id of a call begins with it: control characters are refused. */
  private static final String STATEMENT = "\1";

  private static final int ID = 2 + 2 * Long.BYTES; // behind the kind and two times

  private final byte[] bytes;
  private final int from;
  private final int end;
  private final long timeMillis;
  private final boolean isEvent;
  private @Nullable Event event;
  private @Nullable String id;

  private RoomEntry(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.from = from;
    this.end = end;
    var in = new BinaryReader(bytes, from, end);
    EventCodec.requireVersion(in.get());
    this.isEvent = WireEnums.at(EventCodec.KINDS, in.get()).isEvent();
    this.timeMillis = in.getLong();
  }

  /**
   * Reads an entry.
   *
   * @param encoded in the form of {@link EventCodec}; the caller does not change it any more
   * @throws MalformedRecord if the bytes are not of a known version
   */
  public static RoomEntry of(byte[] encoded) {
    return of(encoded, 0, encoded.length);
  }

  /** The same, of an event that was read from the bytes. */
  public static RoomEntry of(ReceivedEvent received, byte[] encoded) {
    var entry = of(encoded);
    entry.event = received.event();
    return entry;
  }

  /** As {@link #of(byte[])}, from a part of the bytes. */
  static RoomEntry of(byte[] bytes, int from, int end) {
    return new RoomEntry(bytes, from, end);
  }

  /** Makes the timeline of the entries of a room, which have each id once. */
  public static Timeline timeline(List<RoomEntry> entries) {
    var events = new ArrayList<Event>(entries.size());
    var statements = new ArrayList<Event>(0);
    for (var entry : entries) {
      (entry.isEvent ? events : statements).add(entry.event());
    }
    return new Timeline(events, statements);
  }

  /** The message id, marked if it is not of an event: a call may be both. */
  @Override
  public String id() {
    var known = id;
    if (known == null) {
      known = isEvent ? event().id() : STATEMENT + event().id();
      id = known;
    }
    return known;
  }

  @Override
  public long timeMillis() {
    return timeMillis;
  }

  /**
   * What happened, or what was said as if it had; its properties stay packed.
   *
   * @throws MalformedRecord if the bytes are not an event
   */
  public Event event() {
    var known = event;
    if (known == null) {
      known = EventReader.ALL.read(bytes, from, end);
      if (known == null) {
        throw new IllegalStateException("a reader of everything left something out");
      }
      event = known;
    }
    return known;
  }

  /** Whether the reader leaves it in. */
  public boolean isReadBy(EventReader reader) {
    return reader.read(bytes, from, end) != null;
  }

  /** Whether it happened; if not, it says something of somebody. */
  public boolean isEvent() {
    return isEvent;
  }

  /** The form of {@link EventCodec}; not to be changed. */
  public byte[] encoded() {
    return from == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, end);
  }

  /** How many bytes that has. */
  public int length() {
    return end - from;
  }

  byte[] source() {
    return bytes;
  }

  int from() {
    return from;
  }

  int end() {
    return end;
  }

  /** Whether it has these bytes. */
  boolean hasBytes(byte[] other, int otherFrom, int otherEnd) {
    return Arrays.equals(bytes, from, end, other, otherFrom, otherEnd);
  }

  /** Whether an entry in these bytes has the same id. */
  boolean isVersionOf(byte[] other, int otherFrom, int otherEnd) {
    int length = bytes[from + ID]; // of less than 128 bytes in one, else the first of several
    int otherLength = other[otherFrom + ID];
    if (length != otherLength) {
      return false;
    }
    if (length < 0) {
      return id().equals(of(other, otherFrom, otherEnd).id());
    }
    int last = ID + length;
    return bytes[from + last] == other[otherFrom + last] // few share it: most end here
        && Arrays.equals(bytes, from + ID, from + last, other, otherFrom + ID, otherFrom + last)
        && isEvent == EventReader.isEvent(other, otherFrom, otherEnd);
  }

  @Override
  public int compareTo(RoomEntry other) {
    int byTime = Long.compare(timeMillis, other.timeMillis);
    int byId = byTime != 0 ? byTime : id().compareTo(other.id());
    return byId != 0
        ? byId
        : Arrays.compareUnsigned(bytes, from, end, other.bytes, other.from, other.end);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RoomEntry entry && entry.hasBytes(bytes, from, end);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded());
  }

  @Override
  public String toString() {
    return event().toString();
  }
}
