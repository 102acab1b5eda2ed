package io.voronka.dashboard;

import io.voronka.dashboard.delivery.Delivery;
import io.voronka.kit.KafkaSettings;
import io.voronka.kit.LogKeys;
import io.voronka.kit.TopicReader;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Topics;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deliveries of alerts as they stand, over all instances; and what people ask of them, which
 * goes to the instance that delivers. Thread-safe.
 */
final class DeliveriesView implements DeliveryLog, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveriesView.class);

  private record Placed(int partition, Delivery delivery) {}

  private final TopicReader reader;
  private final RecordWriter writer;
  private final Map<String, Placed> byId = new HashMap<>();

  /** Describes it; nothing is read before {@link #start()}. */
  DeliveriesView(KafkaSettings kafka, RecordWriter writer) {
    this.writer = writer;
    reader =
        new TopicReader(kafka, Topics.DELIVERIES, () -> {}, records -> records.forEach(this::take));
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
    var record =
        find(delivery.id())
            .map(
                known ->
                    new ProducerRecord<>(
                        Topics.DELIVERIES, known.partition(), delivery.key(), delivery.encode()))
            .orElseGet(
                () -> new ProducerRecord<>(Topics.DELIVERIES, delivery.key(), delivery.encode()));
    var unused = writer.write(record, "the delivery");
  }

  @Override
  public void close() {
    reader.close();
  }
}
