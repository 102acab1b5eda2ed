package io.voronka.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several events of one partition as one record of {@link Topics#EVENTS}: the door sends what a
 * request brings together, which costs less on every way that it goes. Not thread-safe.
 *
 * <pre>
 *   version (1 byte)  of each: its length, the event as of {@link EventCodec}
 * </pre>
 *
 * The record has the key of its first event's sender; the others are of the same project and
 * partition, and each says itself whose it is. A single event is a record by itself, in its own
 * form.
 */
public final class EventGroup {

  private static final int VERSION = 3; // not that of an event
  private static final int OF_ONE_SENDER = 2; // formerly all events of a group; the same form
  private static final int MOST_EVENTS = 64; // bounds what one record makes the program do
  private static final int MOST_BYTES = 128 * 1024; // a record may have a megabyte
  private static final int EXPECTED_BYTES = 300; // of an event

  private final BinaryWriter out;
  private int events;
  private int firstFrom;

  /**
   * Makes an empty one.
   *
   * @param expected how many events it will have, about
   */
  public EventGroup(int expected) {
    out = new BinaryWriter(EXPECTED_BYTES * Math.min(expected, MOST_EVENTS)).put(VERSION);
  }

  /** Adds an event, unless they would be too many for a record; one always fits. */
  public boolean add(ReceivedEvent event) {
    if (events == MOST_EVENTS) {
      return false;
    }
    int before = out.size();
    int from = out.beginLong();
    EventCodec.write(event, out);
    int length = out.size() - from;
    out.endLong(from);
    if (events == 0) {
      firstFrom = out.size() - length;
    } else if (out.size() > MOST_BYTES) {
      out.cut(before);
      return false;
    }
    events++;
    return true;
  }

  /** Returns the value of the record of at least one event, and begins the next one. */
  public byte[] toRecord() {
    var record = Arrays.copyOfRange(out.bytes(), events == 1 ? firstFrom : 0, out.size());
    out.cut(1); // behind the version
    events = 0;
    return record;
  }

  /**
   * An event as it lies in a record.
   *
   * @param key of its sender, see {@link EventCodec#senderKey}
   * @param event in the form of {@link EventCodec}
   */
  public record Kept(byte[] key, byte[] event) {}

  /** Whether a record is a group; else it is a single event. */
  public static boolean isGroup(byte[] record) {
    return record.length > 0 && (record[0] == VERSION || record[0] == OF_ONE_SENDER);
  }

  /**
   * Returns the events of a record in their order. Of a group's they are looked at as far as to
   * know whose they are, a single one is not.
   *
   * @throws MalformedRecord if it is a group that can't be taken apart, or of none
   */
  public static List<Kept> eventsOf(byte[] key, byte[] record) {
    if (!isGroup(record)) {
      return List.of(new Kept(key, record));
    }
    var in = new BinaryReader(record);
    in.get();
    var events = new ArrayList<Kept>();
    while (in.hasMore()) {
      var event = in.getBytes();
      events.add(new Kept(EventCodec.senderKey(key, event), event));
    }
    if (events.isEmpty()) {
      throw new MalformedRecord("a group of no events");
    }
    return events;
  }
}
