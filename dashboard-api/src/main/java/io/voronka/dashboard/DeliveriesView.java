package io.voronka.dashboard;

import io.voronka.dashboard.delivery.Delivery;
import io.voronka.kit.KafkaSettings;
import io.voronka.kit.LogKeys;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deliveries of alerts as they stand, over all instances; and what people ask of them, which
 * goes to the instance that delivers. Thread-safe.
 */
final class DeliveriesView implements DeliveryLog, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveriesView.class);
  private static final Duration WAIT = Duration.ofSeconds(10);

  private record Placed(int partition, Delivery delivery) {}

  private final TopicReader reader;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, Placed> byId = new HashMap<>();

  /** Describes it; nothing is read before {@link #start()}. */
  DeliveriesView(KafkaSettings kafka) {
    reader =
        new TopicReader(kafka, Topics.DELIVERIES, () -> {}, records -> records.forEach(this::take));
    var config = kafka.client(KafkaSettings.Client.PRODUCER);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "voronka-dashboard-delivery-wishes");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) WAIT.toMillis() / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) WAIT.toMillis());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WAIT.toMillis());
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void start() {
    reader.start();
  }

  private synchronized void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      var delivery = Delivery.decode(record.value());
      byId.put(delivery.id(), new Placed(record.partition(), delivery));
    } catch (MalformedRecord notUnderstood) {
      LOG.atError()
          .addKeyValue(LogKeys.OFFSET, record.offset())
          .log("a delivery can't be read and is left out");
    }
  }

  @Override
  public synchronized List<Delivery> all(String project) {
    return byId.values().stream()
        .map(Placed::delivery)
        .filter(delivery -> delivery.alert().subject().project().equals(project))
        .sorted(
            Comparator.comparingLong(Delivery::createdMillis)
                .reversed()
                .thenComparing(Delivery::id))
        .toList();
  }

  private synchronized Optional<Placed> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public void ask(Delivery delivery) {
    @Nullable Integer partition = find(delivery.id()).map(Placed::partition).orElse(null);
    var record =
        new ProducerRecord<>(Topics.DELIVERIES, partition, delivery.key(), delivery.encode());
    try {
      producer.send(record).get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException failed) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "Kafka did not take the delivery.", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ServiceException(ProblemType.UNAVAILABLE, "The service is stopping.", stopped);
    }
  }

  @Override
  public void close() {
    reader.close();
    producer.close(Duration.ofSeconds(5));
  }
}
