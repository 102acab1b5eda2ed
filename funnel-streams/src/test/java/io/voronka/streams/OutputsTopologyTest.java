package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.SessionFigures;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.time.Calendar;
import io.voronka.testing.FunnelText;
import io.voronka.testing.Scenario;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told beside figures, for others to build on. */
class OutputsTopologyTest {

  private static final Funnel SHOP =
      FunnelText.saved(FunnelText.funnel("view > cart > buy", "PT30M"));
  private static final Funnel SESSIONS =
      new Funnel(
          SessionFigures.key(FunnelHarness.PROJECT, 1), SessionFigures.DEFINITION, Calendar.UTC);

  private final FunnelHarness program = new FunnelHarness(Scenario.at("10:20"));

  @AfterEach
  void close() {
    program.close();
  }

  private void follows(Funnel funnel) {
    program.defines(funnel);
    program.settles();
  }

  @Test
  void steps_are_told_as_they_become_known() {
    follows(SHOP);
    program.receives("ann: 10:00 view  10:05 cart");
    assertThat(program.transitions())
        .containsExactly("ann 1 advanced 10:00", "ann 2 advanced 10:05");

    program.jumps(Duration.ofMinutes(9));
    assertThat(program.transitions()).isEmpty();
    program.jumps(Duration.ofMinutes(2));
    assertThat(program.transitions()).containsExactly("ann 2 dropped 10:30");
    program.jumps(Duration.ofHours(2));
    assertThat(program.transitions()).isEmpty();

    program.receives("ann: 10:20 buy"); // late
    assertThat(program.transitions())
        .containsExactly("ann 2 returned 10:05", "ann 3 advanced 10:20");
  }

  @Test
  void whoever_dropped_is_back_with_another_attempt() {
    follows(SHOP);
    program.receives("ann: 10:00 view");
    program.jumps(Duration.ofMinutes(20));
    assertThat(program.transitions())
        .containsExactly("ann 1 advanced 10:00", "ann 1 dropped 10:30");

    program.receives("ann: 10:39 view");
    assertThat(program.transitions()).containsExactly("ann 1 returned 10:00");
    program.jumps(Duration.ofHours(1));
    assertThat(program.transitions()).containsExactly("ann 1 dropped 11:09");
  }

  @Test
  void what_is_no_longer_so_is_taken_back() {
    follows(SHOP);
    program.receives("ann: 10:00 view  10:05 cart");
    program.receives("bob: 10:01 cart");
    program.transitions();

    // It happened before the view, so it can't follow it.
    program.receives("ann", Scenario.events("10:05 cart").get(0));
    assertThat(program.transitions()).isEmpty();
    program.receives(
        new ReceivedEvent(
            Kind.MERGE, "bob", null, List.of("ann"), 0, Scenario.events("10:10 Alias").get(0)));
    assertThat(program.transitions())
        .containsExactly("ann 0 returned 10:20", "bob 1 advanced 10:00", "bob 2 advanced 10:01");
  }

  @Test
  void a_new_funnel_tells_nothing_but_who_drops_later() {
    program.receives("ann: 10:00 view");
    program.receives("bob: 09:00 view");
    program.defines(SHOP);
    program.settles();
    assertThat(program.transitions()).isEmpty();

    program.jumps(Duration.ofMinutes(30));
    assertThat(program.transitions()).containsExactly("ann 1 dropped 10:30");
  }

  @Test
  void an_erased_person_is_told_of_no_more() {
    follows(SHOP);
    program.receives("ann: 10:00 view");
    program.transitions();
    program.receives(
        new ReceivedEvent(
            Kind.ERASE, "ann", null, List.of(), 0, Scenario.events("10:10 Erased").get(0)));

    program.jumps(Duration.ofHours(1));
    assertThat(program.transitions()).isEmpty();
    assertThat(program.keys(Stores.TALLIES)).noneMatch(key -> key.toString().contains("ann"));
  }

  @Test
  void a_late_event_corrects_periods_that_are_over() {
    follows(SHOP);
    program.receives("ann: 08:00 view");
    program.settles();
    assertThat(program.corrections()).containsExactly("hour 1: 0 to 1, late");

    program.receives("ann: 08:10 cart");
    program.receives("bob: 10:10 view");
    program.settles();
    assertThat(program.corrections()).containsExactly("hour 2: 0 to 1, late");
  }

  @Test
  void a_merge_and_an_erasure_correct_periods_that_are_over() {
    follows(SHOP);
    program.receives("ann: 08:00 view  08:05 cart");
    program.receives("bob: 08:00 view");
    program.settles();
    program.corrections();

    program.receives(
        new ReceivedEvent(
            Kind.MERGE, "ann", null, List.of("bob"), 0, Scenario.events("10:10 Alias").get(0)));
    program.settles();
    assertThat(program.corrections()).containsExactly("hour 1: 2 to 1, merge");

    program.receives(
        new ReceivedEvent(
            Kind.SUBTRACT, "ann", null, List.of(), 0, Scenario.events("10:15 Erased").get(0)));
    program.settles();
    assertThat(program.corrections())
        .containsExactly("hour 1: 1 to 0, erasure", "hour 2: 1 to 0, erasure");
  }

  @Test
  void a_new_version_corrects_what_it_counts_otherwise() {
    follows(SHOP);
    program.receives("ann: 08:00 view  08:05 cart");
    program.settles();
    program.corrections();

    var definition = FunnelText.funnel("view > pay > buy", "PT30M");
    var key = new FunnelVersion(SHOP.key().project(), SHOP.key().funnel(), 2);
    program.defines(new Funnel(key, definition, Calendar.UTC));
    program.settles();
    assertThat(program.corrections()).containsExactly("hour 2: 1 to 0, definition");
  }

  @Test
  void sessions_are_told_as_they_are() {
    follows(SESSIONS);
    program.receives("ann: 10:00 view  10:10 cart  11:00 view");
    program.settles();
    assertThat(program.sessions().keySet())
        .containsExactly("shop ann 2026-03-02T10:00:00Z", "shop ann 2026-03-02T11:00:00Z");
    assertThat(program.sessions().get("shop ann 2026-03-02T10:00:00Z").path("events").asInt())
        .isEqualTo(2);

    program.receives("ann: 10:35 view"); // joins both
    program.settles();
    assertThat(program.sessions()).hasSize(1);
    var joined = program.sessions().get("shop ann 2026-03-02T10:00:00Z");
    assertThat(joined.path("end").asText()).isEqualTo("2026-03-02T11:00:00Z");
    assertThat(joined.path("number").asInt()).isEqualTo(1);
    assertThat(joined.path("bounce").asBoolean()).isFalse();

    program.receives(
        new ReceivedEvent(
            Kind.ERASE, "ann", null, List.of(), 0, Scenario.events("12:00 Erased").get(0)));
    program.settles();
    assertThat(program.sessions()).isEmpty();
  }
}
