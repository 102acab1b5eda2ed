package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.wire.FigureKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SaidTogetherTest {

  private final List<Long> taken = new ArrayList<>(); // offsets
  private final SaidTogether together = new SaidTogether(record -> taken.add(record.offset()));

  private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, byte[] key) {
    return new ConsumerRecord<>("figures", partition, offset, key, new byte[0]);
  }

  private static ConsumerRecord<byte[], byte[]> figure(int partition, long offset) {
    return record(partition, offset, FigureKey.figure(new byte[] {1}).encode());
  }

  private static ConsumerRecord<byte[], byte[]> mark(int partition, long offset) {
    return record(partition, offset, FigureKey.mark(0, partition).encode());
  }

  @Test
  void figures_wait_for_their_mark() {
    together.take(List.of(figure(0, 1), figure(0, 2)), true);
    assertThat(taken).isEmpty();

    together.take(List.of(figure(0, 3), mark(0, 4), figure(0, 5)), true);
    assertThat(taken).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void a_mark_is_of_its_own_partition() {
    together.take(List.of(figure(0, 1), figure(1, 11), mark(1, 12)), true);

    assertThat(taken).containsExactly(11L, 12L);
  }

  @Test
  void who_reads_anew_takes_each_at_once() {
    together.take(List.of(figure(0, 1), figure(0, 2)), false);

    assertThat(taken).containsExactly(1L, 2L);
  }

  @Test
  void what_nobody_can_read_waits_like_the_rest_and_is_handed_over() {
    together.take(List.of(record(0, 1, new byte[] {9}), figure(0, 2), mark(0, 3)), true);

    assertThat(taken).containsExactly(1L, 2L, 3L);
  }

  @Test
  void of_a_topic_that_is_begun_again_nothing_is_left() {
    together.take(List.of(figure(0, 1)), true);
    together.clear();
    together.take(List.of(mark(0, 2)), true);

    assertThat(taken).containsExactly(2L);
  }
}
