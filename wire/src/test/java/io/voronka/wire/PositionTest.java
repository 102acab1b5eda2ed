package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

  @Test
  void its_text_lists_the_partitions_in_order() {
    assertThat(Position.of(Map.of(3, 77L, 0, 124L)).text()).isEqualTo("0.124-3.77");
  }

  @Test
  void its_text_reads_back() {
    var position = Position.of(Map.of(0, 0L, 11, Long.MAX_VALUE / 10));
    assertThat(Position.parse(position.text())).isEqualTo(position);
  }

  @Test
  void nothing_has_a_text_too() {
    assertThat(Position.NONE.text()).isEqualTo("-");
    assertThat(Position.parse("-")).isEqualTo(Position.NONE);
  }

  @Test
  void two_positions_make_the_one_behind_both() {
    var one = Position.of(Map.of(0, 5L, 1, 9L));
    var other = Position.of(Map.of(1, 7L, 2, 3L));
    assertThat(one.and(other)).isEqualTo(Position.of(Map.of(0, 5L, 1, 9L, 2, 3L)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "0",
        "0.",
        ".1",
        "0.1-",
        "-0.1",
        "0.1--1.1",
        "0.1-0.2",
        "a.1",
        "0.x",
        "0.-1",
        "0 .1",
        "0.1234567890123456789",
        "1234567890.1",
        "0.1.2",
        "٠.١"
      })
  void rubbish_is_refused(String text) {
    assertThatThrownBy(() -> Position.parse(text)).isInstanceOf(MalformedRecord.class);
  }
}
