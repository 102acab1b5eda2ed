package io.voronka.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.StreamsException;

/** Asks the brokers for offsets. Thread-safe. */
final class KafkaOffsets implements CommittedOffsets, AutoCloseable {

  private static final Duration WAIT = Duration.ofSeconds(15);

  private final Admin admin;
  private final String group;

  /**
   * Makes it.
   *
   * @param group whose offsets are committed
   */
  KafkaOffsets(Map<String, ?> client, String group) {
    this.admin = Admin.create(new HashMap<>(client));
    this.group = group;
  }

  @Override
  public long of(String topic, int partition) {
    var asked = new TopicPartition(topic, partition);
    var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(asked));
    var stable = new ListConsumerGroupOffsetsOptions().requireStable(true);
    var found =
        get(admin
                .listConsumerGroupOffsets(Map.of(group, spec), stable)
                .partitionsToOffsetAndMetadata(group))
            .get(asked);
    return found == null || found.offset() <= first(asked) ? 0 : found.offset();
  }

  /** The offset of the first record that is left. */
  long first(TopicPartition partition) {
    var asked = Map.of(partition, OffsetSpec.earliest());
    return get(admin.listOffsets(asked).partitionResult(partition)).offset();
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException away) {
      throw new StreamsException("offsets are not known now", away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StreamsException("stopped", stopped);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
