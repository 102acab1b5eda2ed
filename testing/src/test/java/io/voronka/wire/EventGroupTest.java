package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.wire.ReceivedEvent.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventGroupTest {

  @ParameterizedTest
  @CsvSource({"0,10,0", "1,10,1", "2,10,1", "64,10,1", "65,10,2", "10,30000,3", "2,200000,2"})
  void all_events_are_there_in_their_order(int events, int bytes, int records) {
    var said = IntStream.range(0, events).mapToObj(i -> event("m" + i, bytes)).toList();
    var values = EventGroup.recordsOf(said);
    assertThat(values).hasSize(records);
    assertThat(values.stream().flatMap(value -> EventGroup.eventsOf(value).stream()))
        .extracting(EventCodec::decode)
        .extracting(event -> event.event().id())
        .containsExactlyElementsOf(said.stream().map(event -> event.event().id()).toList());
  }

  @Test
  void one_event_is_a_record_by_itself() {
    var event = event("m", 10);
    assertThat(EventGroup.recordsOf(List.of(event))).containsExactly(EventCodec.encode(event));
  }

  @Test
  void a_group_that_ends_early_is_none() {
    var group = EventGroup.recordsOf(List.of(event("m1", 10), event("m2", 10))).get(0);
    assertThatThrownBy(() -> EventGroup.eventsOf(Arrays.copyOf(group, group.length - 1)))
        .isInstanceOf(MalformedRecord.class);
    assertThatThrownBy(() -> EventGroup.eventsOf(new byte[] {2}))
        .isInstanceOf(MalformedRecord.class)
        .hasMessage("a group of no events");
  }

  private static ReceivedEvent event(String id, int bytes) {
    var properties = new Fields(Map.of("text", new Text("x".repeat(bytes))));
    var event = new Event(id, 1_772_360_400_000L, "view", properties);
    return new ReceivedEvent(Kind.TRACK, "ann", null, List.of(), 0, event);
  }
}
