package io.voronka.allinone.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

  @ParameterizedTest
  @CsvSource({"max, 0", "realtime, 1", "10x, 10", "0.5x, 0.5"})
  void is_read_from_a_word_or_a_factor(String text, double factor) {
    assertThat(Pace.parse(text)).isEqualTo(new Pace(factor));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "x", "0x", "-1x", "fast"})
  void refuses_anything_else(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.parse(text));
  }

  @Test
  void ten_times_faster_shortens_an_hour_to_six_minutes() {
    var hour = Duration.ofHours(1);
    assertThat(new Pace(10).dueAfter(hour)).isEqualTo(Duration.ofMinutes(6));
    assertThat(Pace.MAX.dueAfter(hour)).isEqualTo(Duration.ZERO);
    assertThat(new Pace(1).dueAfter(hour.negated())).isEqualTo(Duration.ZERO);
  }
}
