package io.voronka.streams;

import static io.voronka.testing.FunnelText.brokenDownBy;
import static io.voronka.testing.FunnelText.funnel;
import static io.voronka.testing.FunnelText.saved;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voronka.model.count.Granularity;
import io.voronka.model.definition.BreakdownFrom;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.time.Calendar;
import io.voronka.testing.Scenario;
import io.voronka.wire.EventCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FunnelTopologyTest {

  private static final Funnel CHECKOUT = saved(funnel("view > cart > buy", "PT30M"));

  private final FunnelHarness funnel = new FunnelHarness();

  @AfterEach
  void close() {
    funnel.close();
  }

  @Test
  void counts_people_stage_by_stage() {
    funnel.defines(CHECKOUT);
    funnel.settles();

    funnel.receives("ann: 10:00 view  10:05 cart  10:10 buy");
    funnel.receives("bob: 10:00 view  10:05 cart");
    funnel.receives("cid: 10:00 view  10:40 cart");

    assertThat(funnel.reached(CHECKOUT)).containsExactly(3L, 2L, 1L);
  }

  @Test
  void traits_that_arrive_later_move_a_person_to_another_group() {
    var byPlan =
        CHECKOUT
            .definition()
            .but()
            .breakdowns(List.of("person.plan"))
            .breakdownFrom(BreakdownFrom.PERSON)
            .build();
    var plans = new Funnel(CHECKOUT.key(), byPlan, Calendar.UTC);
    funnel.defines(plans);
    funnel.receives("ann: 10:00 view  10:05 cart");

    funnel.identifies("ann", "10:05 cart", Map.of("plan", new Text("pro")));

    assertThat(funnel.reached(plans)).containsExactly(1L, 1L, 0L);
    assertThat(funnel.report(plans, Granularity.DAY, 0).breakdown())
        .extracting(group -> group.segment().values())
        .containsExactly(List.of(new Text("pro")));
  }

  @Test
  void an_event_that_arrives_late_repairs_the_counts() {
    funnel.defines(CHECKOUT);
    funnel.receives("ann: 10:00 view  10:20 buy");
    assertThat(funnel.reached(CHECKOUT)).containsExactly(1L, 0L, 0L);

    funnel.receives("ann: 10:10 cart");

    assertThat(funnel.reached(CHECKOUT)).containsExactly(1L, 1L, 1L);
  }

  @Test
  void an_event_that_arrives_twice_counts_once() {
    funnel.defines(CHECKOUT);

    funnel.receives("ann: 10:00 view  10:00 view  10:05 cart");
    funnel.receives("ann: 10:05 cart  10:00 view");

    assertThat(funnel.reached(CHECKOUT)).containsExactly(1L, 1L, 0L);
    assertThat(funnel.report(CHECKOUT, Granularity.DAY, 0).series()).hasSize(1);
  }

  @Test
  void a_message_id_that_comes_again_with_an_earlier_time_moves() {
    funnel.defines(CHECKOUT);
    long ten = Scenario.at("10:00").toEpochMilli();
    funnel.receives("ann", new Event("m", ten, "view", new Fields(Map.of())));
    assertThat(funnel.reached(CHECKOUT)).containsExactly(1L, 0L, 0L);

    funnel.receives("ann", new Event("m", ten - 1, "help", new Fields(Map.of())));

    assertThat(funnel.reached(CHECKOUT)).containsExactly(0L, 0L, 0L);
  }

  @Test
  void a_funnel_defined_later_holds_what_happened_before() {
    for (int person = 0; person < 500; person++) {
      funnel.receives("p" + person + ": 10:00 view  10:05 cart");
    }

    funnel.defines(CHECKOUT);

    assertThat(funnel.reached(CHECKOUT)).containsExactly(500L, 500L, 0L);
    assertThat(funnel.funnelsHeld())
        .singleElement()
        .satisfies(progress -> assertThat(progress.complete()).isTrue());
  }

  @Test
  void events_between_the_slices_of_a_new_funnel_count_once() {
    for (int person = 0; person < 1000; person++) {
      funnel.receives("p" + person + ": 10:00 view");
    }
    funnel.defines(CHECKOUT);
    for (int person = 0; person < 1000; person++) {
      funnel.receives("p" + (person * 7) % 1000 + ": 10:05 cart");
      if (person % 100 == 0) {
        funnel.worksAMoment();
      }
    }

    assertThat(funnel.reached(CHECKOUT)).containsExactly(1000L, 1000L, 0L);
  }

  @Test
  void an_edit_replaces_the_figures_and_frees_the_old_ones() {
    funnel.defines(CHECKOUT);
    funnel.receives("ann: 10:00 view  10:05 cart");
    funnel.settles();
    var edited = new Funnel(version(2), funnel("view > cart", "PT1M"), Calendar.UTC);

    funnel.defines(edited);
    funnel.receives("bob: 10:00 view");

    assertThat(funnel.reached(edited)).containsExactly(2L, 0L);
    assertThat(funnel.figures(key -> key.funnel().equals(CHECKOUT.key()))).isEmpty();
  }

  @Test
  void a_deleted_funnel_leaves_nothing_behind() {
    funnel.defines(CHECKOUT);
    funnel.receives("ann: 10:00 view  10:05 cart");
    funnel.settles();

    funnel.deletes(CHECKOUT.key());
    funnel.receives("ann: 10:06 buy");

    assertThat(funnel.figures(key -> true)).isEmpty();
    assertThat(funnel.keys(Stores.TALLIES)).allMatch(key -> key.get()[0] == Progress.MARK);
    assertThat(funnel.keys(Stores.SUMS)).allMatch(key -> key.get()[0] == 'h');
  }

  @Test
  void a_record_that_is_no_event_is_kept_aside_and_stops_nothing() {
    funnel.defines(CHECKOUT);
    funnel.receives("ann: 10:00 view");
    funnel.receivesRaw(EventCodec.senderKey("shop", "ann"), new byte[] {9, 9});
    funnel.receivesRaw("no project".getBytes(StandardCharsets.UTF_8), new byte[] {1});
    funnel.receivesRaw(EventCodec.senderKey("shop", "ann"), null);
    funnel.receives("ann: 10:05 cart");

    assertThat(funnel.reached(CHECKOUT)).containsExactly(1L, 1L, 0L);
    assertThat(funnel.rejections())
        .hasSize(3)
        .anySatisfy(json -> assertThat(json).contains("event of version 9"));
    assertThat(funnel.mark().counted()).isEqualTo(5);
  }

  @Test
  void groups_are_those_of_the_entry_event() {
    var byColour = saved(brokenDownBy(funnel("view > cart", "PT30M"), "colour"));
    funnel.defines(byColour);

    funnel.receives("ann: 10:00 view{colour=red}  10:05 cart{colour=blue}");
    funnel.receives("bob: 10:00 view{colour=red}");
    funnel.receives("cid: 10:00 view");

    var groups = funnel.report(byColour, Granularity.DAY, 0).breakdown();
    assertThat(groups).hasSize(2);
    assertThat(groups.get(0).segment().values()).containsExactly(new Text("red"));
    assertThat(groups.get(0).reached()).containsExactly(2L, 1L);
    assertThat(groups.get(1).segment().values()).containsOnlyNulls();
    assertThat(groups.get(1).reached()).containsExactly(1L, 0L);
  }

  @Test
  void who_can_still_advance_is_read_from_the_clock() {
    funnel.defines(CHECKOUT);
    funnel.receives("ann: 11:50 view");
    funnel.receives("bob: 11:50 view  11:55 cart");
    funnel.receives("cid: 11:20 view");

    var early = funnel.report(CHECKOUT, Granularity.DAY, Scenario.at("12:10").toEpochMilli());
    var late = funnel.report(CHECKOUT, Granularity.DAY, Scenario.at("12:21").toEpochMilli());

    assertThat(early.stages().get(0).pending()).isEqualTo(1);
    assertThat(early.stages().get(0).dropped()).isEqualTo(1);
    assertThat(early.stages().get(1).pending()).isEqualTo(1);
    assertThat(late.stages().get(0).pending()).isZero();
    assertThat(late.stages().get(1).pending()).isZero();
  }

  @Test
  void periods_are_freed_when_their_time_is_over_but_days_stay() {
    funnel.defines(CHECKOUT);
    funnel.receives("ann: 10:00 view");
    funnel.settles();
    assertThat(funnel.figures(key -> key.bucket().granularity() == Granularity.HOUR)).hasSize(1);

    funnel.jumps(Duration.ofDays(3));

    assertThat(funnel.figures(key -> key.bucket().granularity() == Granularity.HOUR)).isEmpty();
    assertThat(funnel.figures(key -> key.bucket().granularity() == Granularity.MONTH)).hasSize(1);
    assertThat(funnel.reached(CHECKOUT)).containsExactly(1L, 0L, 0L);
  }

  @Test
  void another_project_has_figures_of_its_own() {
    funnel.defines(CHECKOUT);
    var other =
        new Funnel(new FunnelVersion("other", "checkout", 1), CHECKOUT.definition(), Calendar.UTC);
    funnel.defines(other);
    funnel.receives("ann: 10:00 view");

    assertThat(funnel.reached(CHECKOUT)).containsExactly(1L, 0L, 0L);
    assertThat(funnel.reached(other)).containsExactly(0L, 0L, 0L);
  }

  /** A change here is a decision about the state that running services hold. */
  @Test
  void the_description_is_the_golden_copy() throws IOException {
    var topology =
        FunnelTopology.build(
            new DefinitionView(),
            "here:1",
            1,
            Duration.ofDays(90),
            true,
            Duration.ofMinutes(10),
            new StreamMetrics(new SimpleMeterRegistry()),
            new HeldOutlines(),
            Guards.alone(),
            org.apache.kafka.streams.state.Stores::inMemoryKeyValueStore);
    try (var golden = getClass().getResourceAsStream("/topology.txt")) {
      var expected =
          new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(topology.describe().toString().strip()).isEqualTo(expected.strip());
    }
  }

  private static FunnelVersion version(int version) {
    return new FunnelVersion(CHECKOUT.key().project(), CHECKOUT.key().funnel(), version);
  }
}
