package io.voronka.kit;

import io.voronka.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Where Kafka is and how the topics are made there.
 *
 * @param bootstrap {@code VORONKA_BOOTSTRAP}: {@code host:port[,host:port...]} of the brokers
 * @param partitions {@code VORONKA_PARTITIONS}: of events and figures, when the topics are made; 1
 *     to 1 000, default 4
 * @param replication {@code VORONKA_REPLICATION}: copies of each partition; −1, the default, takes
 *     the brokers' own default
 * @param retention {@code VORONKA_RETENTION}: how old an event may be, by its own time; default
 *     P90D
 */
public record KafkaSettings(
    String bootstrap, int partitions, short replication, Duration retention) {

  public static final String BOOTSTRAP = "VORONKA_BOOTSTRAP";
  public static final String PARTITIONS = "VORONKA_PARTITIONS";
  public static final String REPLICATION = "VORONKA_REPLICATION";
  public static final String RETENTION = "VORONKA_RETENTION";

  /** Reads the settings; faults stay with the reader. */
  public static KafkaSettings read(SettingsReader reader) {
    return new KafkaSettings(
        reader.text(BOOTSTRAP, "127.0.0.1:9092"),
        reader.number(PARTITIONS, 4, 1, 1000),
        (short) reader.number(REPLICATION, -1, -1, 10),
        reader.duration(RETENTION, Duration.ofDays(90)));
  }

  /** Returns what every client needs; the caller may add to it. */
  public Map<String, Object> client() {
    return Map.of(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
        bootstrap,
        CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
        1000);
  }

  public List<NewTopic> topics() {
    return Topics.all(partitions, replication, retention);
  }
}
