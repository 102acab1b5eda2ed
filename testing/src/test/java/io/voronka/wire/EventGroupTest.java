package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.wire.EventGroup.Kept;
import io.voronka.wire.ReceivedEvent.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventGroupTest {

  private static final byte[] ANN = EventCodec.senderKey("demo", "ann");

  @ParameterizedTest
  @CsvSource({"1,10,1", "2,10,1", "64,10,1", "65,10,2", "10,30000,3", "2,200000,2"})
  void all_events_are_there_in_their_order(int events, int bytes, int records) {
    var said = IntStream.range(0, events).mapToObj(i -> event("m" + i, "ann", bytes)).toList();
    var values = recordsOf(said);
    assertThat(values).hasSize(records);
    assertThat(values.stream().flatMap(value -> EventGroup.eventsOf(ANN, value).stream()))
        .extracting(kept -> EventCodec.decode(kept.event()).event().id())
        .containsExactlyElementsOf(said.stream().map(event -> event.event().id()).toList());
  }

  @Test
  void one_event_is_a_record_by_itself() {
    for (int bytes : List.of(10, 300, 40_000)) {
      var event = event("m", "ann", bytes);
      assertThat(recordsOf(List.of(event))).containsExactly(EventCodec.encode(event));
    }
  }

  @Test
  void each_event_says_itself_whose_it_is() {
    var said =
        List.of(
            event("m1", "ann", 10),
            event("m2", null, "phone", List.of("more")),
            event("m3", null, null, List.of("email:1", "email:2")),
            event("m4", "Zoë \u20ac", "phone", List.of()));
    assertThat(EventGroup.eventsOf(ANN, recordsOf(said).get(0)))
        .extracting(Kept::key)
        .containsExactlyElementsOf(
            said.stream().map(one -> EventCodec.senderKey("demo", one.sender())).toList());
  }

  @Test
  void a_group_of_the_former_kind_is_read() {
    var group = recordsOf(List.of(event("m1", "ann", 10), event("m2", "ann", 10))).get(0);
    group[0] = 2;
    assertThat(EventGroup.eventsOf(ANN, group))
        .allMatch(kept -> Arrays.equals(kept.key(), ANN))
        .extracting(kept -> EventCodec.decode(kept.event()).event().id())
        .containsExactly("m1", "m2");
  }

  @Test
  void a_group_that_ends_early_is_none() {
    var group = recordsOf(List.of(event("m1", "ann", 10), event("m2", "ann", 10))).get(0);
    assertThatThrownBy(() -> EventGroup.eventsOf(ANN, Arrays.copyOf(group, group.length - 1)))
        .isInstanceOf(MalformedRecord.class);
    assertThatThrownBy(() -> EventGroup.eventsOf(ANN, new byte[] {3}))
        .isInstanceOf(MalformedRecord.class)
        .hasMessage("a group of no events");
  }

  private static List<byte[]> recordsOf(List<ReceivedEvent> events) {
    var records = new ArrayList<byte[]>();
    var group = new EventGroup(events.size());
    for (var event : events) {
      if (!group.add(event)) {
        records.add(group.toRecord());
        group = new EventGroup(1);
        assertThat(group.add(event)).isTrue();
      }
    }
    records.add(group.toRecord());
    return records;
  }

  private static ReceivedEvent event(String id, String user, int bytes) {
    var properties = new Fields(Map.of("text", new Text("x".repeat(bytes))));
    var event = new Event(id, 1_772_360_400_000L, "view", properties);
    return new ReceivedEvent(Kind.TRACK, user, null, List.of(), 0, event);
  }

  private static ReceivedEvent event(
      String id, @Nullable String user, @Nullable String device, List<String> otherIds) {
    var event = new Event(id, 1_772_360_400_000L, "view", new Fields(Map.of()));
    return new ReceivedEvent(Kind.TRACK, user, device, otherIds, 0, event);
  }
}
