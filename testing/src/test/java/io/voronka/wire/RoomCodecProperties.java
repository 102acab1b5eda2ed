package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.event.Event;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.RandomFunnels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoomCodecProperties {

  private static byte[] encode(Event event) {
    return EventCodec.encode(new ReceivedEvent(ReceivedEvent.Kind.TRACK, "ann", null, 0, event));
  }

  private static byte @Nullable [] room(List<Event> events) {
    byte[] room = null;
    for (var event : events) {
      room = RoomCodec.with(room, encode(event));
    }
    return room;
  }

  @Test
  void any_order_of_arrival_with_repeats_gives_the_same_room() {
    for (long seed = 0; seed < 20_000; seed++) {
      var events = new RandomFunnels(seed).events(8);
      var arrivals = new ArrayList<>(events);
      arrivals.addAll(events.subList(0, events.size() / 2));
      Collections.shuffle(arrivals, new Random(seed));

      var room = room(arrivals);

      assertThat(room).as("seed %s", seed).isEqualTo(room(events));
      assertThat(RoomCodec.timeline(room)).as("seed %s", seed).isEqualTo(Timeline.of(events));
      assertThat(RoomCodec.sizeOf(room)).as("seed %s", seed).isEqualTo(events.size());
    }
  }

  @Test
  void of_one_message_id_with_two_times_the_earlier_stays() {
    var none = new io.voronka.model.event.PropertyValue.Fields(Map.of());
    var early = new Event("m", 1000, "a", none);
    var late = new Event("m", 3000, "a", none);
    var other = new Event("n", 2000, "b", none);

    assertThat(room(List.of(late, other, early))).isEqualTo(room(List.of(early, other, late)));
    assertThat(RoomCodec.timeline(room(List.of(late, other, early))).events())
        .containsExactly(early, other);
  }

  @Test
  void a_full_room_takes_no_more() {
    byte[] room = null;
    var none = new io.voronka.model.event.PropertyValue.Fields(Map.of());
    for (int i = 0; i < 300; i++) {
      room = RoomCodec.with(room, encode(new Event("m" + i, i, "a", none)));
    }

    assertThat(RoomCodec.sizeOf(room)).isEqualTo(300);
    assertThat(RoomCodec.with(room, encode(new Event("m7", 7, "a", none)))).isSameAs(room);
  }
}
