package io.voronka.dashboard;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.Telemetry;
import io.voronka.kit.TopicReader;
import io.voronka.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * How many events of each project could not be taken, as far back as the topic goes, and which of
 * them could later.
 */
final class RejectedCounts implements AutoCloseable {

  /** A header that says: this is no rejection, it says that the one of that id was taken since. */
  private static final String RETRIED = "voronka-retried";

  /** Of the rejections that were taken since, those last marked are known as such. */
  static final int MOST_RETRIED = 100_000;

  private final TopicReader reader;
  private final Map<String, Long> counts = new HashMap<>();
  private final Set<Long> retried = new LinkedHashSet<>();
  private long nextOffset;

  RejectedCounts(KafkaSettings kafka, Telemetry telemetry) {
    reader = new TopicReader(kafka, Topics.REJECTED, () -> {}, this::take).watchedBy(telemetry);
  }

  void start() {
    reader.start();
  }

  synchronized void take(ConsumerRecords<byte[], byte[]> records) {
    for (var record : records) {
      if (record.offset() >= nextOffset && record.key() != null) {
        var project = new String(record.key(), StandardCharsets.UTF_8);
        var id = retried(record);
        if (id == null) {
          counts.merge(project, 1L, Long::sum);
        } else if (retried.add(id)) {
          counts.computeIfPresent(project, (name, count) -> Math.max(0, count - 1));
          if (retried.size() > MOST_RETRIED) {
            retried.remove(retried.iterator().next());
          }
        }
        nextOffset = record.offset() + 1; // the topic has one partition
      }
    }
  }

  /** Returns the record that says that a rejection has been taken since. */
  static ProducerRecord<byte[], byte[]> markOf(String project, long id) {
    var text = Long.toString(id).getBytes(StandardCharsets.UTF_8);
    var record =
        new ProducerRecord<byte[], byte[]>(
            Topics.REJECTED, project.getBytes(StandardCharsets.UTF_8), text);
    record.headers().add(RETRIED, text);
    return record;
  }

  /** Returns the id of which a record says that it was taken; null if it says nothing such. */
  static @Nullable Long retried(ConsumerRecord<byte[], byte[]> record) {
    var header = record.headers().lastHeader(RETRIED);
    try {
      return header == null || header.value() == null
          ? null
          : Long.valueOf(new String(header.value(), StandardCharsets.UTF_8));
    } catch (NumberFormatException notOurs) {
      return null;
    }
  }

  synchronized long of(String project) {
    return counts.getOrDefault(project, 0L);
  }

  /** Whether a rejection has been taken since; of the last {@value #MOST_RETRIED} that were. */
  synchronized boolean isRetried(long id) {
    return retried.contains(id);
  }

  @Override
  public void close() {
    reader.close();
  }
}
