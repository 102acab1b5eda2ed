package io.voronka.allinone.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTextTest {

  @Test
  void says_how_far_how_fast_and_how_long_still() {
    assertThat(ProgressText.line(25, 100, 5000, 0, Duration.ofSeconds(10)))
        .isEqualTo("25 %, 5,000 events, 500/s, 30 s left");
    assertThat(ProgressText.line(1, 100, 5000, 1200, Duration.ofSeconds(10)))
        .isEqualTo("1 %, 5,000 events, 500/s, 1,200 rejected, 17 min left");
  }

  @Test
  void has_no_guess_before_anything_was_sent_and_none_at_the_end() {
    assertThat(ProgressText.line(0, 100, 0, 0, Duration.ZERO)).isEqualTo("0 %, 0 events, 0/s");
    assertThat(ProgressText.line(7, 7, 7, 0, Duration.ofSeconds(1)))
        .isEqualTo("100 %, 7 events, 7/s");
    assertThat(ProgressText.line(0, 0, 0, 0, Duration.ZERO)).isEqualTo("100 %, 0 events, 0/s");
  }
}
