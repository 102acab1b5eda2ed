package io.voronka.wire;

import io.voronka.model.event.Event;
import io.voronka.model.event.Properties;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was done and when, of one person: a timeline without ids and properties, in some five bytes
 * an event. Kept in memory only.
 */
public final class Outline {

  private static final Properties NONE = name -> null;

  private Outline() {}

  /**
   * Returns the outline of a timeline; what was said of the person is left out. O(events).
   *
   * @param numbers gives the number of each name, not negative
   */
  public static byte[] encode(Timeline timeline, ToIntFunction<String> numbers) {
    var out = new BinaryWriter(timeline.events().size() * 6);
    long before = 0;
    for (var event : timeline.events()) {
      out.putVarint(numbers.applyAsInt(event.name()));
      out.putSigned(event.timeMillis() - before);
      before = event.timeMillis();
    }
    return out.toBytes();
  }

  /**
   * Returns the timeline, of the events without properties. Their ids tell apart what happened at
   * one moment, and are in the same order as before, but mean nothing beyond it. O(events).
   *
   * @param names gives the name of each number; null: the event is left out
   */
  public static Timeline decode(byte[] outline, IntFunction<@Nullable String> names) {
    var events = new ArrayList<Event>();
    var in = new BinaryReader(outline);
    long millis = 0;
    char ofMoment = 0;
    while (in.hasMore()) {
      var name = names.apply((int) in.getVarint());
      long passed = in.getSigned();
      ofMoment = passed == 0 ? (char) (ofMoment + 1) : 0;
      millis += passed;
      if (name != null) {
        events.add(new Event(ofMoment == 0 ? "" : String.valueOf(ofMoment), millis, name, NONE));
      }
    }
    return new Timeline(events);
  }
}
