package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.kit.KafkaSettings;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what could not be taken from its topic, backwards. The topic has one partition, so an
 * offset is an id. One reading at a time; thread-safe.
 */
final class RejectedLog implements RejectedReader, AutoCloseable {

  /** Records of all projects that one page looks through: other projects may have many. */
  static final int MOST_LOOKED_THROUGH = 10_000;

  private static final int STEP = 200; // of at most some 40 KB each
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final TopicPartition PARTITION = new TopicPartition(Topics.REJECTED, 0);

  private final KafkaConsumer<byte[], byte[]> consumer;

  RejectedLog(KafkaSettings kafka) {
    var config = kafka.client(KafkaSettings.Client.CONSUMER);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "voronka-dashboard-rejected");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, STEP);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) WAIT.toMillis());
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) WAIT.toMillis() / 2);
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(PARTITION));
  }

  @Override
  public synchronized Page page(String project, @Nullable Long before, int limit) {
    try {
      long first = consumer.beginningOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
      long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
      long to = before == null ? end : Math.min(before, end);
      long lowest = Math.max(first, to - MOST_LOOKED_THROUGH);
      var found = new ArrayList<Kept>();
      while (to > lowest && found.size() < limit) {
        long from = Math.max(lowest, to - STEP);
        var step = new ArrayDeque<Kept>();
        read(from, to, record -> keep(record, project).ifPresent(step::push));
        for (var kept : step) {
          if (found.size() < limit) {
            found.add(kept);
          }
        }
        to = from;
      }
      // Full pages go on behind their last one, others where looking ended.
      long next = found.size() == limit ? found.get(limit - 1).id() : to;
      return new Page(found, next > first ? next : null);
    } catch (KafkaException away) {
      throw unavailable(away);
    }
  }

  @Override
  public synchronized Optional<Kept> find(String project, long id) {
    try {
      long first = consumer.beginningOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
      long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
      var found = new ArrayList<Kept>();
      if (id >= first && id < end) {
        read(id, id + 1, record -> keep(record, project).ifPresent(found::add));
      }
      return found.stream().findFirst();
    } catch (KafkaException away) {
      throw unavailable(away);
    }
  }

  private void read(long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    consumer.seek(PARTITION, from);
    long deadline = System.nanoTime() + WAIT.toNanos();
    while (consumer.position(PARTITION) < to) {
      for (var record : consumer.poll(POLL)) {
        if (record.offset() < to) {
          reader.accept(record);
        }
      }
      if (System.nanoTime() > deadline) {
        throw new ServiceException(ProblemType.UNAVAILABLE, "Kafka does not answer.");
      }
    }
  }

  private static Optional<Kept> keep(ConsumerRecord<byte[], byte[]> record, String project) {
    boolean isOfProject =
        record.key() != null
            && new String(record.key(), StandardCharsets.UTF_8).equals(project)
            && RejectedCounts.retried(record) == null;
    try {
      return isOfProject
              && record.value() != null
              && Json.read(record.value()) instanceof ObjectNode json
          ? Optional.of(new Kept(record.offset(), json))
          : Optional.empty();
    } catch (MalformedRecord notOurs) {
      return Optional.empty();
    }
  }

  private static ServiceException unavailable(KafkaException away) {
    return new ServiceException(ProblemType.UNAVAILABLE, "Kafka does not answer.", away);
  }

  @Override
  public synchronized void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
  }
}
