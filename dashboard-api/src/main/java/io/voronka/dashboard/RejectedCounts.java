package io.voronka.dashboard;

import io.voronka.kit.KafkaSettings;
import io.voronka.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** How many events of each project could not be taken, as far back as the topic goes. */
final class RejectedCounts implements AutoCloseable {

  private final TopicReader reader;
  private final Map<String, Long> counts = new HashMap<>();
  private long nextOffset;

  RejectedCounts(KafkaSettings kafka) {
    reader = new TopicReader(kafka, Topics.REJECTED, () -> {}, this::take);
  }

  void start() {
    reader.start();
  }

  private synchronized void take(ConsumerRecords<byte[], byte[]> records) {
    for (var record : records) {
      if (record.offset() >= nextOffset && record.key() != null) {
        counts.merge(new String(record.key(), StandardCharsets.UTF_8), 1L, Long::sum);
        nextOffset = record.offset() + 1; // the topic has one partition
      }
    }
  }

  synchronized long of(String project) {
    return counts.getOrDefault(project, 0L);
  }

  @Override
  public void close() {
    reader.close();
  }
}
