package io.voronka.model.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {

  private static Note note(int time) {
    return new Note("m" + time, time, "");
  }

  @Test
  void says_what_is_new_and_what_is_gone() {
    var before = List.of(note(1), note(2), note(4));
    var after = List.of(note(2), note(3), note(5));

    assertThat(Difference.between(before, after))
        .isEqualTo(new Difference<>(List.of(note(3), note(5)), List.of(note(1), note(4))));
    assertThat(Difference.between(before, before).isEmpty()).isTrue();
    assertThat(Difference.between(List.of(), after).added()).isEqualTo(after);
    assertThat(Difference.between(before, List.<Note>of()).removed()).isEqualTo(before);
  }

  @Test
  void another_version_is_new_while_the_old_one_is_gone() {
    var old = new Note("m", 5, "x");
    var better = new Note("m", 5, "w");

    assertThat(Difference.between(List.of(old), List.of(better)))
        .isEqualTo(new Difference<>(List.of(better), List.of(old)));
  }
}
