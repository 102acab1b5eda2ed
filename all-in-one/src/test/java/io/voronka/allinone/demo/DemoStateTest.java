package io.voronka.allinone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoStateTest {

  private static final SampleSet SET = SampleSet.GROCERY_OFFERS;

  @TempDir Path folder;

  @Test
  void what_was_decided_first_holds_for_repeats() {
    // Given
    var first = new DemoState(folder);
    first.moved(SET, () -> Duration.ofDays(10));
    first.opened(() -> Instant.EPOCH);
    // When
    var again = new DemoState(folder);
    // Then
    assertThat(again.moved(SET, () -> Duration.ofDays(11))).isEqualTo(Duration.ofDays(10));
    assertThat(again.opened(() -> Instant.MAX)).isEqualTo(Instant.EPOCH);
    assertThat(again.isComplete(SET.name())).isFalse();
  }

  @Test
  void a_load_is_complete_once_that_was_noted() {
    new DemoState(folder).complete(SET.name());
    assertThat(new DemoState(folder).isComplete(SET.name())).isTrue();
    assertThat(new DemoState(folder).isComplete("shop")).isFalse();
  }
}
