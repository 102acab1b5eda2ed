package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.Telemetry;
import io.voronka.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RejectedCountsTest {

  private final RejectedCounts counts =
      new RejectedCounts(
          new KafkaSettings("127.0.0.1:1", 1, (short) 1, (short) 1, Duration.ofDays(1), Map.of()),
          new Telemetry());

  private static ConsumerRecords<byte[], byte[]> records(
      List<ConsumerRecord<byte[], byte[]>> records) {
    return new ConsumerRecords<>(Map.of(new TopicPartition(Topics.REJECTED, 0), records), Map.of());
  }

  private static ConsumerRecord<byte[], byte[]> rejected(long offset) {
    var key = "shop".getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>(Topics.REJECTED, 0, offset, key, new byte[0]);
  }

  private static ConsumerRecord<byte[], byte[]> mark(long offset, long id) {
    var mark = RejectedCounts.markOf("shop", id);
    var record = new ConsumerRecord<>(Topics.REJECTED, 0, offset, mark.key(), mark.value());
    mark.headers().forEach(record.headers()::add);
    return record;
  }

  @Test
  void what_was_taken_since_is_counted_off_once() {
    counts.take(records(List.of(rejected(0), rejected(1), mark(2, 0), mark(3, 0))));

    assertThat(counts.of("shop")).isEqualTo(1);
    assertThat(counts.isRetried(0)).isTrue();
    assertThat(counts.isRetried(1)).isFalse();
    assertThat(counts.of("mall")).isZero();
  }

  @Test
  void only_the_last_marks_are_known() {
    int most = RejectedCounts.MOST_RETRIED;
    counts.take(records(LongStream.rangeClosed(0, most).mapToObj(id -> mark(id, id)).toList()));

    assertThat(counts.isRetried(0)).isFalse();
    assertThat(counts.isRetried(1)).isTrue();
    assertThat(counts.isRetried(most)).isTrue();
  }
}
