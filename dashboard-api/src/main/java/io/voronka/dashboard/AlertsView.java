package io.voronka.dashboard;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.LogKeys;
import io.voronka.kit.TopicReader;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Topics;
import io.voronka.wire.WatchRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The alerts as the detector told them last, and how it watches. Thread-safe. */
final class AlertsView implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AlertsView.class);

  /** Alerts of one project that fire within so many minutes are one incident. */
  private static final long TOGETHER_MINUTES = 15;

  private static final Comparator<AlertRecord> BY_TIME =
      Comparator.<AlertRecord>comparingLong(record -> record.alert().detectedAt())
          .thenComparing(record -> record.alert().id());

  private final TopicReader reader;
  private final Map<String, Map<String, AlertRecord>> alerts = new HashMap<>();
  private final Map<String, Map<String, WatchRecord>> watches = new HashMap<>();

  /** Describes it; nothing is read before {@link #start()}. */
  AlertsView(KafkaSettings kafka) {
    reader =
        new TopicReader(
            kafka, Topics.ALERTS, () -> {}, records -> records.forEach(this::takeReadable));
  }

  void start() {
    reader.start();
  }

  boolean isCaughtUp() {
    return reader.isCaughtUp();
  }

  private void takeReadable(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return; // not of this program
    }
    try {
      take(record.key(), record.value());
    } catch (MalformedRecord notUnderstood) {
      LOG.atError()
          .addKeyValue(LogKeys.OFFSET, record.offset())
          .log("an alert can't be read and is left out");
    }
  }

  /**
   * Takes a record of the topic.
   *
   * @throws MalformedRecord if it is none
   */
  synchronized void take(byte[] key, byte @Nullable [] value) {
    if (value == null) {
      return; // what leaves with the retention is not known after the next start
    }
    if (AlertRecord.hasKey(key)) {
      var record = AlertRecord.decode(value);
      alerts
          .computeIfAbsent(record.subject().project(), project -> new HashMap<>())
          .put(record.alert().id(), record);
    } else if (WatchRecord.hasKey(key)) {
      var record = WatchRecord.decode(value);
      watches
          .computeIfAbsent(record.project(), project -> new TreeMap<>())
          .put(record.funnel() + '\0' + record.stage(), record);
    }
  }

  /** An alert, and the incident that it is part of. */
  record Shown(AlertRecord record, String incident) {}

  /** All alerts of a project, those detected last first. */
  List<Shown> all(String project) {
    List<AlertRecord> inOrder;
    synchronized (this) {
      inOrder = new ArrayList<>(alerts.getOrDefault(project, Map.of()).values());
    }
    inOrder.sort(BY_TIME);
    var shown = new ArrayList<Shown>();
    String incident = "";
    long began = Long.MIN_VALUE;
    for (var record : inOrder) {
      var alert = record.alert();
      if (incident.isEmpty() || alert.detectedAt() - began > TOGETHER_MINUTES) {
        incident = "i-" + alert.id();
        began = alert.detectedAt();
      }
      shown.add(0, new Shown(record, incident));
    }
    return shown;
  }

  Optional<Shown> find(String project, String id) {
    return all(project).stream()
        .filter(shown -> shown.record().alert().id().equals(id))
        .findFirst();
  }

  /** How the stages of a funnel are watched, in their order; empty if nothing was said yet. */
  synchronized List<WatchRecord> watches(String project, String funnel) {
    return watches.getOrDefault(project, Map.of()).values().stream()
        .filter(watch -> watch.funnel().equals(funnel))
        .sorted(Comparator.comparingInt(WatchRecord::stage))
        .toList();
  }

  @Override
  public void close() {
    reader.close();
  }
}
