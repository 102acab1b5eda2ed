package io.voronka.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several events of one sender as one record of {@link Topics#EVENTS}: the door sends what a
 * request brings of somebody together, which costs less on every way that it goes.
 *
 * <pre>
 *   version (1 byte)  of each: its length, the event as of {@link EventCodec}
 * </pre>
 *
 * A single event is a record by itself, in its own form.
 */
public final class EventGroup {

  private static final int VERSION = 2; // not that of an event
  private static final int MOST_EVENTS = 64; // bounds what one record makes the program do
  private static final int MOST_BYTES = 128 * 1024; // a record may have a megabyte

  private EventGroup() {}

  /** Returns the values of the records that hold these events of one sender, in their order. */
  public static List<byte[]> recordsOf(List<ReceivedEvent> events) {
    var records = new ArrayList<byte[]>(1);
    var group = new ArrayList<byte[]>(Math.min(events.size(), MOST_EVENTS));
    int size = 0;
    for (var event : events) {
      var encoded = EventCodec.encode(event);
      boolean isFull = group.size() == MOST_EVENTS || size + encoded.length > MOST_BYTES;
      if (isFull && !group.isEmpty()) {
        records.add(joined(group, size));
        group.clear();
        size = 0;
      }
      group.add(encoded);
      size += encoded.length;
    }
    if (!group.isEmpty()) {
      records.add(joined(group, size));
    }
    return records;
  }

  private static byte[] joined(List<byte[]> group, int size) {
    if (group.size() == 1) {
      return group.get(0);
    }
    var out = new BinaryWriter(size + 3 * group.size() + 1).put(VERSION);
    group.forEach(out::putBytes);
    return out.toBytes();
  }

  /**
   * Returns the events of a record, each in the form of {@link EventCodec}, not yet looked at.
   *
   * @throws MalformedRecord if it is a group that ends early, or of none
   */
  public static List<byte[]> eventsOf(byte[] record) {
    if (record.length == 0 || record[0] != VERSION) {
      return List.of(record);
    }
    var in = new BinaryReader(record);
    in.get();
    var events = new ArrayList<byte[]>();
    while (in.hasMore()) {
      int length = in.getLength();
      int from = in.position();
      in.skip(length);
      events.add(Arrays.copyOfRange(record, from, from + length));
    }
    if (events.isEmpty()) {
      throw new MalformedRecord("a group of no events");
    }
    return events;
  }
}
