package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.wire.Mark;
import io.voronka.wire.Position;
import io.voronka.wire.Traffic;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Two partitions, each adding up for both. */
class ArrivalTest {

  private static final Position POSITION = Position.of(Map.of(0, 5L));

  private final Arrival arrival = new Arrival(POSITION);

  @Test
  void without_messages_the_events_are_all() {
    assertThat(arrival.isBy(marks(4, Traffic.NONE, Traffic.NONE))).isFalse();
    assertThat(arrival.isComplete()).isFalse();
    assertThat(arrival.isBy(marks(5, Traffic.NONE, Traffic.NONE))).isTrue();
    assertThat(arrival.isComplete()).isTrue();
  }

  @Test
  void what_the_events_sent_has_to_be_taken() {
    var sent = new Traffic(Map.of(1, 1L), Map.of(), 1);
    assertThat(arrival.isBy(marks(5, sent, Traffic.NONE))).isFalse();
    assertThat(arrival.isBy(marks(5, sent, new Traffic(Map.of(), Map.of(0, 1L), 0)))).isTrue();
  }

  @Test
  void what_messages_sent_has_to_be_taken_too() {
    var sent = new Traffic(Map.of(1, 1L), Map.of(), 1);
    var answered = new Traffic(Map.of(0, 1L), Map.of(0, 1L), 2);
    assertThat(arrival.isBy(marks(5, sent, Traffic.NONE))).isFalse();
    assertThat(arrival.isBy(marks(5, sent, answered))).isFalse();
    var got = new Traffic(Map.of(1, 1L), Map.of(1, 1L), 1);
    assertThat(arrival.isBy(marks(5, got, answered))).isTrue();
  }

  @Test
  void messages_that_come_in_without_end_are_not_waited_for() {
    for (long round = 0; round < 3; round++) {
      // Each time what had been sent before is taken, and one more has been sent.
      var first = new Traffic(Map.of(1, round + 1), Map.of(), 2);
      var second = new Traffic(Map.of(), Map.of(0, round), 2);
      assertThat(arrival.isBy(marks(5 + round, first, second))).isEqualTo(round == 2);
    }
  }

  @Test
  void a_message_is_taken_when_every_sum_says_so() {
    var sent = new Traffic(Map.of(1, 1L), Map.of(), 1);
    var marks = marks(5, sent, Traffic.NONE);
    marks.take(mark(1, 0, 0, new Traffic(Map.of(), Map.of(0, 1L), 0)));
    assertThat(arrival.isBy(marks)).isFalse();
    marks.take(mark(1, 1, 0, new Traffic(Map.of(), Map.of(0, 1L), 0)));
    assertThat(arrival.isBy(marks)).isTrue();
  }

  private static Marks marks(long counted, Traffic first, Traffic second) {
    var marks = new Marks();
    for (int sum = 0; sum < 2; sum++) {
      marks.take(mark(0, sum, counted, first));
      marks.take(mark(1, sum, 0, second));
    }
    return marks;
  }

  private static Mark mark(int partition, int sum, long counted, Traffic traffic) {
    return new Mark(partition, sum, counted, 0, 0, "here:1", traffic, 0);
  }

  @Test
  void who_names_no_position_is_not_kept_waiting() {
    var view =
        new MarksView() {
          @Override
          public Marks marks() {
            return new Marks();
          }

          @Override
          public Marks await(Predicate<Marks> until, Duration atMost) {
            throw new IllegalStateException("somebody waits");
          }
        };

    view.await(Position.NONE);
    assertThatThrownBy(() -> view.await(Position.of(Map.of(0, 5L)))).hasMessage("somebody waits");
  }
}
