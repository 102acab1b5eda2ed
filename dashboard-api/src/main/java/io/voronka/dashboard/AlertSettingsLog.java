package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.kit.KafkaSettings;
import io.voronka.kit.LogKeys;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.TopicReader;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.wire.AlertRuleJson;
import io.voronka.wire.AlertSetting;
import io.voronka.wire.AlertSetting.Kind;
import io.voronka.wire.Json;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of alerts as the topic has them. Thread-safe. */
final class AlertSettingsLog implements AlertSettings, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AlertSettingsLog.class);
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration READ_WAIT = Duration.ofSeconds(60);

  private final TopicReader reader;
  private final RecordWriter writer;
  private final Map<String, Map<Kind, TreeMap<String, JsonNode>>> known = new HashMap<>();
  private long end; // the offset up to which it is known

  /** Describes it; nothing is read before {@link #start()}. */
  AlertSettingsLog(KafkaSettings kafka, RecordWriter writer) {
    this.writer = writer;
    reader = new TopicReader(kafka, Topics.ALERT_SETTINGS, () -> {}, this::take);
  }

  /**
   * Returns once everything is known: before that, alerts would find no receivers.
   *
   * @throws ServiceException if Kafka is away for too long
   */
  void start() {
    reader.startAndCatchUp(READ_WAIT, "The rules of alerts");
  }

  boolean isCaughtUp() {
    return reader.isCaughtUp();
  }

  private synchronized void take(ConsumerRecords<byte[], byte[]> records) {
    for (var record : records) {
      try {
        if (record.key() != null) {
          take(
              AlertSetting.decode(record.key()),
              record.value() == null ? null : Json.read(record.value()));
        }
      } catch (IllegalArgumentException notUnderstood) {
        LOG.atError()
            .addKeyValue(LogKeys.OFFSET, record.offset())
            .addKeyValue(LogKeys.REASON, notUnderstood.getMessage())
            .log("a setting of alerts can't be read and is left out");
      }
      end = record.offset() + 1;
    }
    notifyAll();
  }

  private void take(AlertSetting setting, @Nullable JsonNode value) {
    var ofKind =
        known
            .computeIfAbsent(setting.project(), project -> new HashMap<>())
            .computeIfAbsent(setting.kind(), kind -> new TreeMap<>());
    ofKind.remove(setting.id());
    if (value != null) {
      requireReadable(setting, value);
      ofKind.put(setting.id(), value);
    }
  }

  /**
   * Refuses a rule that nobody could deliver by.
   *
   * @throws InvalidDefinition if it is of a form that this release does not know
   */
  private static void requireReadable(AlertSetting setting, JsonNode value) {
    if (setting.kind() == Kind.RULE) {
      var unused = AlertRuleJson.readWhole(setting.id(), value);
    }
  }

  @Override
  public synchronized Map<String, JsonNode> all(String project, Kind kind) {
    return new TreeMap<>(known.getOrDefault(project, Map.of()).getOrDefault(kind, new TreeMap<>()));
  }

  @Override
  public void put(AlertSetting setting, @Nullable JsonNode value) {
    var record =
        new ProducerRecord<>(
            Topics.ALERT_SETTINGS, setting.encode(), value == null ? null : Json.bytes(value));
    long offset = writer.write(record, "the setting").offset();
    try {
      awaitKnown(offset);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ServiceException(ProblemType.UNAVAILABLE, "The service is stopping.", stopped);
    }
  }

  /** The next answer must know it. */
  private synchronized void awaitKnown(long offset) throws InterruptedException {
    for (long left = WAIT.toMillis(); end <= offset && left > 0; left -= 50) {
      wait(50);
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
