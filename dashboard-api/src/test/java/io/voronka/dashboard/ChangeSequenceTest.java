package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.FunnelVersion;
import org.junit.jupiter.api.Test;

class ChangeSequenceTest {

  private static final FunnelVersion CHECKOUT = new FunnelVersion("shop", "checkout", 1);
  private static final FunnelVersion TRIAL = new FunnelVersion("shop", "trial", 1);

  private final ChangeSequence changes = new ChangeSequence("here");

  @Test
  void each_change_has_a_number_of_its_own_and_what_stays_keeps_it() {
    assertThat(changes.numberOf(CHECKOUT, 7)).isEqualTo(1);
    assertThat(changes.numberOf(TRIAL, 7)).isEqualTo(2);
    assertThat(changes.numberOf(CHECKOUT, 7)).isEqualTo(1);
    assertThat(changes.numberOf(CHECKOUT, 8)).isEqualTo(3);
    assertThat(changes.numberOf(TRIAL, 7)).isEqualTo(2);
  }

  @Test
  void an_id_says_up_to_which_change_a_reader_was_told() {
    changes.numberOf(CHECKOUT, 7);
    long last = changes.numberOf(TRIAL, 7);

    assertThat(changes.numberIn(changes.id(last))).isEqualTo(last);
  }

  @Test
  void foreign_ids_say_nothing() {
    changes.numberOf(CHECKOUT, 7);

    assertThat(changes.numberIn(null)).isZero();
    assertThat(changes.numberIn("")).isZero();
    assertThat(changes.numberIn("17")).isZero();
    assertThat(changes.numberIn("there-1")).isZero();
    assertThat(changes.numberIn("here-one")).isZero();
    assertThat(changes.numberIn("here-99")).as("a number not given yet").isEqualTo(1);
  }
}
