package io.voronka.wire;

import io.voronka.model.event.Event;
import io.voronka.model.identity.Entry;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a room keeps of a call: an event, or something that was said of a person. Its properties
 * stay packed. Immutable.
 */
public final class RoomEntry implements Entry, Comparable<RoomEntry> {

  /** No id of a call begins with it: control characters are refused. */
  private static final String STATEMENT = "\1";

  private final byte[] encoded;
  private final Event event;
  private final boolean isEvent;
  private final String id;
  private final int idHash;

  private RoomEntry(byte[] encoded, Event event, boolean isEvent) {
    this.encoded = encoded;
    this.event = event;
    this.isEvent = isEvent;
    this.id = isEvent ? event.id() : STATEMENT + event.id();
    this.idHash = id.hashCode();
  }

  /**
   * Reads an entry.
   *
   * @param encoded in the form of {@link EventCodec}; the caller does not change it any more
   * @throws MalformedRecord if the bytes are not of a known version
   */
  public static RoomEntry of(byte[] encoded) {
    var event = EventReader.ALL.read(encoded);
    if (event == null) {
      throw new IllegalStateException("a reader of everything left something out");
    }
    return new RoomEntry(encoded, event, EventReader.isEvent(encoded));
  }

  /** The same, of an event that was read from the bytes. */
  public static RoomEntry of(ReceivedEvent received, byte[] encoded) {
    return new RoomEntry(encoded, received.event(), received.kind().isEvent());
  }

  /** As {@link #of(byte[])}, from a part of the bytes. */
  static RoomEntry of(byte[] bytes, int from, int end) {
    return of(from == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, end));
  }

  /** Makes the timeline of the entries of a room, which have each id once. */
  public static Timeline timeline(List<RoomEntry> entries) {
    var events = new ArrayList<Event>(entries.size());
    var statements = new ArrayList<Event>();
    for (var entry : entries) {
      (entry.isEvent ? events : statements).add(entry.event);
    }
    return new Timeline(events, statements);
  }

  /** The message id, marked if it is not of an event: a call may be both. */
  @Override
  public String id() {
    return id;
  }

  @Override
  public int idHash() {
    return idHash;
  }

  @Override
  public long timeMillis() {
    return event.timeMillis();
  }

  /** What happened, or what was said as if it had. */
  public Event event() {
    return event;
  }

  /** Whether it happened; if not, it says something of somebody. */
  public boolean isEvent() {
    return isEvent;
  }

  /** The form of {@link EventCodec}; not to be changed. */
  public byte[] encoded() {
    return encoded;
  }

  @Override
  public int compareTo(RoomEntry other) {
    int byTime = Long.compare(timeMillis(), other.timeMillis());
    int byId = byTime != 0 ? byTime : id.compareTo(other.id);
    return byId != 0 ? byId : Arrays.compareUnsigned(encoded, other.encoded);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RoomEntry entry && Arrays.equals(encoded, entry.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return event.toString();
  }
}
