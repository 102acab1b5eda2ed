package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.model.definition.InvalidDefinition;
import io.voronka.model.definition.Violation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlannedPauseTest {

  private static PlannedPause read(String json) {
    return PlannedPause.read("p1", Json.read(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean covers(PlannedPause pause, String at) {
    return pause.covers("checkout", Instant.parse(at));
  }

  @Test
  void a_pause_covers_its_time_and_its_funnel() {
    var once = read("{\"from\": \"2026-03-02T22:00:00Z\", \"to\": \"2026-03-03T02:00:00Z\"}");
    assertThat(covers(once, "2026-03-02T21:59:59Z")).isFalse();
    assertThat(covers(once, "2026-03-02T22:00:00Z")).isTrue();
    assertThat(covers(once, "2026-03-03T01:59:59Z")).isTrue();
    assertThat(covers(once, "2026-03-03T02:00:00Z")).isFalse();
    assertThat(covers(once, "2026-03-09T23:00:00Z")).isFalse();

    var ofAnother =
        read(
            "{\"funnel\": \"signup\", \"from\": \"2026-03-02T22:00:00Z\", \"to\":"
                + " \"2026-03-03T02:00:00Z\"}");
    assertThat(covers(ofAnother, "2026-03-02T23:00:00Z")).isFalse();
  }

  @Test
  void a_weekly_pause_comes_again() {
    var weekly =
        read(
            "{\"from\": \"2026-03-02T22:00:00Z\", \"to\": \"2026-03-03T02:00:00Z\", \"weekly\":"
                + " true}");
    assertThat(covers(weekly, "2026-02-23T23:00:00Z")).isFalse();
    assertThat(covers(weekly, "2026-03-09T23:00:00Z")).isTrue();
    assertThat(covers(weekly, "2026-03-10T02:00:00Z")).isFalse();
  }

  @Test
  void what_is_written_is_read_again_and_every_fault_is_named() {
    var pause =
        read(
            "{\"funnel\": null, \"from\": \"2026-03-02T22:00:00+01:00\", \"to\":"
                + " \"2026-03-03T02:00:00Z\", \"reason\": \"move\"}");
    assertThat(PlannedPause.read("p1", pause.json())).isEqualTo(pause);
    assertThatThrownBy(() -> read("{\"from\": \"x\", \"weekly\": 1, \"reason\": 2, \"colour\": 3}"))
        .isInstanceOfSatisfying(
            InvalidDefinition.class,
            invalid ->
                assertThat(invalid.violations())
                    .extracting(Violation::path)
                    .containsExactlyInAnyOrder("colour", "from", "to", "weekly", "reason"));
    assertThatThrownBy(
            () -> read("{\"from\": \"2026-03-02T22:00:00Z\", \"to\": \"2026-03-02T22:00:00Z\"}"))
        .hasMessage("to must be after from");
  }
}
