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

  private static final int MANY = 2000;

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

    program.defines(edited(2, "view > pay > buy"));
    assertThat(program.corrections()).containsExactly("hour 2: 1 to 0, definition");
  }

  @Test
  void parts_of_a_first_evaluation_are_no_corrections() {
    peopleAtEight();
    program.defines(SHOP);
    for (int i = 0; i < 5; i++) {
      program.worksAMoment();
      program.receives("live-%d: 08:30 view".formatted(i));
    }
    assertThat(program.corrections()).isEmpty();
    assertThat(program.reached(SHOP)).containsExactly(MANY + 5L, 0L, 0L);

    program.receives("zoe: 08:40 view");
    assertThat(program.corrections())
        .containsExactly("hour 1: %d to %d, late".formatted(MANY + 5, MANY + 6));
  }

  @Test
  void two_quick_edits_are_one_correction() {
    peopleAtEight();
    program.receives("ann: 08:00 view  08:05 cart");
    follows(SHOP);

    program.defines(edited(2, "cart > view"));
    program.worksAMoment();
    program.defines(edited(3, "view > pay > buy"));
    assertThat(program.corrections()).containsExactly("hour 2: 1 to 0, definition");
  }

  @Test
  void what_comes_late_while_an_edit_is_evaluated_is_told_of_the_version_that_is_shown() {
    peopleAtEight();
    follows(SHOP);

    program.defines(edited(2, "view > pay > buy"));
    program.worksAMoment();
    program.receives("0: 08:10 cart"); // evaluated already
    assertThat(program.corrections())
        .containsExactly("hour 2: 0 to 1, late", "hour 2: 1 to 0, definition");
  }

  @Test
  void a_late_event_of_another_device_is_late_and_no_merge() {
    follows(SHOP);
    program.receives(
        new ReceivedEvent(
            Kind.IDENTIFY, "ann", "phone", List.of(), 0, Scenario.events("07:00 Hello").get(0)));
    program.receives(
        new ReceivedEvent(
            Kind.TRACK, null, "phone", List.of(), 0, Scenario.events("08:00 view").get(0)));
    assertThat(program.corrections()).containsExactly("hour 1: 0 to 1, late");
  }

  @Test
  void steps_follow_what_is_left_after_the_retention() {
    follows(SHOP);
    program.receives("ann: 10:00 view  10:05 cart  10:10 view");
    program.receives("bob: 10:00 view");
    program.jumps(Duration.ofHours(1));
    program.transitions();

    program.jumps(FunnelHarness.KEPT.minusMinutes(13).minusHours(1)); // from 10:07 on
    assertThat(program.transitions())
        .containsExactly("ann 1 returned 10:10", "ann 1 dropped 10:40");
  }

  /** More of them than are evaluated at a time. */
  private void peopleAtEight() {
    for (int i = 0; i < MANY; i++) {
      program.receives("%d: 08:00 view".formatted(i));
    }
  }

  private static Funnel edited(int version, String stages) {
    var key = new FunnelVersion(SHOP.key().project(), SHOP.key().funnel(), version);
    return new Funnel(key, FunnelText.funnel(stages, "PT30M"), Calendar.UTC);
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
