package io.voronka.ingest;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.LogKeys;
import io.voronka.wire.Topics;
import io.voronka.wire.access.KeyUse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes once a second what came by which key. The figures are absolute, so one that is lost while
 * Kafka is away is repaired by the next.
 */
final class UseReporter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UseReporter.class);
  private static final int PAUSE_MILLIS = 1000;
  private static final int WAIT_MILLIS = 2000;

  private final Senders senders;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var made = new Thread(work, "ingest-key-use");
            made.setDaemon(true);
            return made;
          });

  UseReporter(KafkaSettings kafka, Senders senders) {
    this.senders = senders;
    var config = kafka.client(KafkaSettings.Client.PRODUCER);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "voronka-ingest-key-use");
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1L << 20);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WAIT_MILLIS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, WAIT_MILLIS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * WAIT_MILLIS);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void start() {
    var unused = thread.scheduleWithFixedDelay(this::tell, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tell() {
    try {
      senders.tell(this::write);
    } catch (KafkaException | IllegalStateException away) {
      LOG.atDebug()
          .addKeyValue(LogKeys.REASON, away.getClass().getSimpleName())
          .log("the use of keys can't be told now");
    }
  }

  private void write(KeyUse use) {
    var unused =
        producer.send(new ProducerRecord<>(Topics.KEY_USE, use.encodeKey(), use.encodeValue()));
  }

  /** Tells the last figures first; bounded. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (thread.awaitTermination(2 * WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        tell();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofMillis(WAIT_MILLIS));
  }
}
