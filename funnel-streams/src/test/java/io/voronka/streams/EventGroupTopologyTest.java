package io.voronka.streams;

import static io.voronka.testing.FunnelText.funnel;
import static io.voronka.testing.FunnelText.saved;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.Funnel;
import io.voronka.testing.Scenario;
import io.voronka.wire.EventCodec;
import io.voronka.wire.EventGroup;
import io.voronka.wire.ReceivedEvent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several events of one sender in one record. */
class EventGroupTopologyTest {

  private static final Funnel CHECKOUT = saved(funnel("view > cart > buy", "PT30M"));

  private final FunnelHarness funnel = new FunnelHarness();

  @AfterEach
  void close() {
    funnel.close();
  }

  @Test
  void each_event_counts_once_however_they_come() {
    funnel.defines(CHECKOUT);
    funnel.settles();

    receivesTogether("ann", "10:00 view  10:05 cart  10:10 buy");
    receivesTogether("ann", "10:05 cart  10:10 buy");
    funnel.receives("bob: 10:05 cart");
    receivesTogether("bob", "10:00 view  10:05 cart");

    assertThat(funnel.reached(CHECKOUT)).containsExactly(2L, 2L, 1L);
    assertThat(funnel.mark().counted()).isEqualTo(4);
    assertThat(funnel.rejections()).isEmpty();
  }

  @Test
  void a_group_that_can_not_be_read_is_kept_aside_and_stops_nothing() {
    funnel.defines(CHECKOUT);
    funnel.settles();

    var group = together("ann", "10:00 view  10:05 cart");
    funnel.receivesRaw(key("ann"), Arrays.copyOf(group, group.length - 1));
    receivesTogether("bob", "10:00 view  10:05 cart");

    assertThat(funnel.reached(CHECKOUT)).containsExactly(1L, 1L, 0L);
    assertThat(funnel.rejections()).hasSize(1);
  }

  private void receivesTogether(String person, String events) {
    funnel.receivesRaw(key(person), together(person, events));
  }

  private static byte[] key(String person) {
    return EventCodec.senderKey(FunnelHarness.PROJECT, person);
  }

  private static byte[] together(String person, String events) {
    var said =
        Scenario.events(events).stream()
            .map(
                event ->
                    new ReceivedEvent(ReceivedEvent.Kind.TRACK, person, null, List.of(), 0, event))
            .toList();
    return EventGroup.recordsOf(said).get(0);
  }
}
