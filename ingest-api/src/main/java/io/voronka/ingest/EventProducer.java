package io.voronka.ingest;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes producers: safe first, then fast, and never waiting long. */
final class EventProducer {

  private static final int PAUSE_MILLIS = 50;

  private EventProducer() {}

  /**
   * Returns a producer that knows a leader of every partition it will write to, so that its first
   * records neither wait nor run into a topic that is still being made.
   *
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if that takes too long
   */
  static Producer<byte[], byte[]> connect(
      KafkaSettings kafka, Duration within, InstantSource clock) {
    var producer =
        new KafkaProducer<>(config(kafka), new ByteArraySerializer(), new ByteArraySerializer());
    try {
      var deadline = clock.instant().plus(within);
      while (!knowsLeaders(producer)) {
        if (clock.instant().isAfter(deadline)) {
          throw new ServiceException(
              ProblemType.UNAVAILABLE, "The topics have no leaders after " + within + ".");
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
      return producer;
    } catch (InterruptedException stopped) {
      producer.close(Duration.ZERO);
      Thread.currentThread().interrupt();
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "Stopped while waiting for Kafka.", stopped);
    } catch (ServiceException | KafkaException failed) {
      producer.close(Duration.ZERO);
      throw failed;
    }
  }

  private static boolean knowsLeaders(Producer<byte[], byte[]> producer) {
    try {
      return List.of(Topics.EVENTS, Topics.REJECTED).stream()
          .flatMap(topic -> producer.partitionsFor(topic).stream())
          .allMatch(partition -> partition.leader() != null && !partition.leader().isEmpty());
    } catch (TimeoutException notYet) {
      return false;
    }
  }

  private static Map<String, Object> config(KafkaSettings kafka) {
    var defaults = new HashMap<String, Object>();
    defaults.put(ProducerConfig.CLIENT_ID_CONFIG, "voronka-ingest");
    defaults.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    defaults.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    defaults.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    defaults.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
    defaults.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
    defaults.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
    defaults.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2000);
    var config = kafka.client(KafkaSettings.Client.PRODUCER, defaults);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return config;
  }
}
