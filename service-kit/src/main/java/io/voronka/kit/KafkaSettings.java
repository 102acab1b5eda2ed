package io.voronka.kit;

import io.voronka.wire.Topics;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Where Kafka is, how it is spoken to, and how the topics are made there.
 *
 * @param bootstrap {@code VORONKA_BOOTSTRAP}: {@code host:port[,host:port...]} of the brokers
 * @param partitions {@code VORONKA_PARTITIONS}: of events and figures, when the topics are made; 1
 *     to 1 000, default 4
 * @param replication {@code VORONKA_REPLICATION}: copies of each partition; −1, the default, takes
 *     the brokers' own default
 * @param minInSync {@code VORONKA_MIN_INSYNC}: how many copies have to have a record before it
 *     counts as written; −1, the default, takes the brokers' own default
 * @param retention {@code VORONKA_RETENTION}: how old an event may be, by its own time; default
 *     P90D
 * @param properties of the clients, by their names at Kafka: those of the file that {@code
 *     VORONKA_KAFKA_PROPERTIES} names, and over them {@code VORONKA_KAFKA_...}, where the rest of
 *     the name is the property's in capitals with {@code _} for each dot. One that begins with
 *     {@code admin.}, {@code consumer.} or {@code producer.} is for these clients only
 */
public record KafkaSettings(
    String bootstrap,
    int partitions,
    short replication,
    short minInSync,
    Duration retention,
    Map<String, String> properties) {

  public static final String BOOTSTRAP = "VORONKA_BOOTSTRAP";
  public static final String PARTITIONS = "VORONKA_PARTITIONS";
  public static final String REPLICATION = "VORONKA_REPLICATION";
  public static final String MIN_INSYNC = "VORONKA_MIN_INSYNC";
  public static final String RETENTION = "VORONKA_RETENTION";
  public static final String PROPERTIES = "VORONKA_KAFKA_PROPERTIES";
  private static final String PROPERTY = "VORONKA_KAFKA_";

  /** The kinds of clients. */
  public enum Client {
    ADMIN,
    CONSUMER,
    PRODUCER;

    /** What the names of its own properties begin with. */
    public String prefix() {
      return name().toLowerCase(Locale.ROOT) + ".";
    }
  }

  public KafkaSettings {
    properties = Map.copyOf(properties);
  }

  /** Reads the settings; faults stay with the reader. */
  public static KafkaSettings read(SettingsReader reader) {
    var replication = (short) reader.number(REPLICATION, -1, -1, 10);
    var minInSync = (short) reader.number(MIN_INSYNC, -1, -1, 10);
    if (minInSync == 0 || replication > 0 && minInSync > replication) {
      reader.fault(MIN_INSYNC, "must be -1 or from 1 to the number of copies");
    }
    return new KafkaSettings(
        reader.text(BOOTSTRAP, "127.0.0.1:9092"),
        reader.number(PARTITIONS, 4, 1, 1000),
        replication,
        minInSync,
        reader.duration(RETENTION, Duration.ofDays(90)),
        properties(reader));
  }

  private static Map<String, String> properties(SettingsReader reader) {
    var properties = new TreeMap<String, String>();
    reader
        .file(PROPERTIES)
        .ifPresent(
            bytes -> {
              var file = new Properties();
              try {
                file.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
                for (var name : file.stringPropertyNames()) {
                  requireOneCluster(name, PROPERTIES, reader);
                  properties.put(name, file.getProperty(name));
                }
              } catch (IOException | IllegalArgumentException malformed) {
                reader.fault(PROPERTIES, "must be a file of Java properties");
              }
            });
    reader
        .beginningWith(PROPERTY)
        .forEach(
            (name, value) -> {
              if (!name.equals(PROPERTIES)) {
                requireOneCluster(propertyOf(name), name, reader);
                properties.put(propertyOf(name), value);
              }
            });
    return properties;
  }

  /** Clients of one service at different clusters would each do a part of the work. */
  private static void requireOneCluster(String property, String setting, SettingsReader reader) {
    if (property.endsWith(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      reader.fault(setting, "must not set " + property + ": " + BOOTSTRAP + " is for all clients");
    }
  }

  private static String propertyOf(String variable) {
    return variable.substring(PROPERTY.length()).toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /**
   * Returns what a client needs; the caller may add to it what must not be otherwise.
   *
   * @param defaults what the settings may set otherwise
   */
  public Map<String, Object> client(Client kind, Map<String, ?> defaults) {
    var all = new HashMap<String, Object>(defaults);
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    all.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
    properties.forEach(
        (name, value) -> {
          if (!isOfOneKind(name)) {
            all.put(name, value);
          }
        });
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(kind.prefix())) {
            all.put(name.substring(kind.prefix().length()), value);
          }
        });
    return all;
  }

  /** Returns what a client needs, see {@link #client(Client, Map)}. */
  public Map<String, Object> client(Client kind) {
    return client(kind, Map.of());
  }

  private static boolean isOfOneKind(String name) {
    for (var kind : Client.values()) {
      if (name.startsWith(kind.prefix())) {
        return true;
      }
    }
    return false;
  }

  public List<NewTopic> topics() {
    return Topics.all(partitions, replication, minInSync, retention);
  }

  /** Says where Kafka is, without the properties: they hold passwords. */
  @Override
  public String toString() {
    return "KafkaSettings[" + bootstrap + "]";
  }
}
