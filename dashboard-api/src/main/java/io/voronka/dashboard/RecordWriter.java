package io.voronka.dashboard;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes single records and waits until Kafka has them. Thread-safe. */
final class RecordWriter implements AutoCloseable {

  static final Duration WAIT = Duration.ofSeconds(10);

  private final KafkaProducer<byte[], byte[]> producer;

  RecordWriter(KafkaSettings kafka) {
    var config = kafka.client(KafkaSettings.Client.PRODUCER);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "voronka-dashboard-writer");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) WAIT.toMillis() / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) WAIT.toMillis());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WAIT.toMillis());
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Writes a record; returns where it lies.
   *
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if Kafka does not take it
   */
  RecordMetadata write(ProducerRecord<byte[], byte[]> record) {
    return write(record, "what was to be saved");
  }

  /** The same; what it is stands in the problem: Kafka did not take it. */
  RecordMetadata write(ProducerRecord<byte[], byte[]> record, String what) {
    try {
      return producer.send(record).get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException failed) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "Kafka did not take " + what + ".", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ServiceException(ProblemType.UNAVAILABLE, "The service is stopping.", stopped);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
