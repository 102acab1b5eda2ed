package io.voronka.streams;

import static io.voronka.testing.FunnelText.funnel;
import static io.voronka.testing.FunnelText.saved;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.Funnel;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.testing.Scenario;
import io.voronka.wire.EventCodec;
import io.voronka.wire.ReceivedEvent;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several events in one record. */
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

    funnel.receivesTogether(said("ann", "10:00 view  10:05 cart  10:10 buy"));
    funnel.receivesTogether(said("ann", "10:05 cart  10:10 buy"));
    funnel.receives("bob: 10:05 cart");
    funnel.receivesTogether(said("bob", "10:00 view  10:05 cart"));

    assertThat(funnel.reached(CHECKOUT)).containsExactly(2L, 2L, 1L);
    assertThat(funnel.mark().counted()).isEqualTo(4);
    assertThat(funnel.rejections()).isEmpty();
  }

  @Test
  void each_sender_has_its_own_whoever_comes_with_it() {
    funnel.defines(CHECKOUT);
    funnel.settles();

    var ann = said("ann", "10:00 view  10:05 cart");
    var bob = said("bob", "10:01 view  10:06 cart");
    funnel.receivesTogether(List.of(ann.get(0), bob.get(0), ann.get(1), bob.get(1)));
    funnel.receives("bob: 10:10 buy");

    assertThat(funnel.reached(CHECKOUT)).containsExactly(2L, 2L, 1L);
    assertThat(funnel.mark().counted()).isEqualTo(2);
  }

  @Test
  void a_group_that_can_not_be_read_is_kept_aside_and_stops_nothing() {
    funnel.defines(CHECKOUT);
    funnel.settles();

    var group = FunnelHarness.together(said("ann", "10:00 view  10:05 cart"));
    funnel.receivesRaw(key("ann"), Arrays.copyOf(group, group.length - 1));
    funnel.receivesTogether(said("bob", "10:00 view  10:05 cart"));

    assertThat(funnel.reached(CHECKOUT)).containsExactly(1L, 1L, 0L);
    assertThat(funnel.rejections()).hasSize(1);
  }

  @Test
  void an_event_that_can_not_be_read_is_kept_aside_without_the_others() {
    funnel.defines(CHECKOUT);
    funnel.settles();

    var tooLate = new Event("far", Long.MAX_VALUE / 2, "view", new Fields(Map.of()));
    funnel.receivesTogether(
        List.of(
            said("ann", "10:00 view").get(0),
            received("bob", tooLate),
            said("cid", "10:00 view").get(0)));

    assertThat(funnel.reached(CHECKOUT)).containsExactly(2L, 0L, 0L);
    assertThat(funnel.rejected())
        .singleElement()
        .satisfies(
            one ->
                assertThat(Base64.getDecoder().decode(one.path("record").asText()))
                    .isEqualTo(EventCodec.encode(received("bob", tooLate))));
  }

  private static byte[] key(String person) {
    return EventCodec.senderKey(FunnelHarness.PROJECT, person);
  }

  private static List<ReceivedEvent> said(String person, String events) {
    return Scenario.events(events).stream().map(event -> received(person, event)).toList();
  }

  private static ReceivedEvent received(String person, Event event) {
    return new ReceivedEvent(ReceivedEvent.Kind.TRACK, person, null, List.of(), 0, event);
  }
}
