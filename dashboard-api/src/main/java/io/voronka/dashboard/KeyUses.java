package io.voronka.dashboard;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.LogKeys;
import io.voronka.kit.TopicReader;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Topics;
import io.voronka.wire.access.KeyUse;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was taken by which write key and from which webhooks, over all runs of ingest services that
 * the topic knows. Thread-safe.
 */
final class KeyUses implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeyUses.class);

  private final TopicReader reader;

  /** By the key of their records. */
  private final Map<String, KeyUse> uses = new HashMap<>();

  KeyUses(KafkaSettings kafka) {
    reader = new TopicReader(kafka, Topics.KEY_USE, () -> {}, this::take);
  }

  void start() {
    reader.start();
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    for (var record : records) {
      try {
        if (record.key() != null) {
          take(record.key(), record.value() == null ? null : KeyUse.decode(record.value()));
        }
      } catch (MalformedRecord notUnderstood) {
        LOG.atError()
            .addKeyValue(LogKeys.OFFSET, record.offset())
            .log("the use of a key can't be read and is left out");
      }
    }
  }

  private synchronized void take(byte[] key, @Nullable KeyUse use) {
    var text = new String(key, StandardCharsets.UTF_8);
    if (use == null) {
      uses.remove(text);
    } else {
      uses.put(text, use);
    }
  }

  /** Returns everything said of a project, by all runs. */
  synchronized List<KeyUse> of(String project) {
    return uses.values().stream()
        .filter(use -> use.project().equals(project))
        .sorted(Comparator.comparing(KeyUse::saidMillis))
        .toList();
  }

  /** Returns everything said of an id in all projects, by all runs. */
  synchronized List<KeyUse> ofId(String id) {
    return uses.values().stream().filter(use -> use.id().equals(id)).toList();
  }

  @Override
  public void close() {
    reader.close();
  }
}
