package io.voronka.streams;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.KafkaSettings.Client;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Alerts that were told and are not over. Where the detector's state is thrown away, nobody would
 * ever end them.
 */
final class StandingAlerts {

  private static final Duration POLL = Duration.ofMillis(200);

  private StandingAlerts() {}

  /** Ends all of them, as of when each was told of last. Nobody else may write meanwhile. */
  static void end(KafkaSettings kafka) throws ExecutionException, InterruptedException {
    var standing = read(kafka);
    var config = kafka.client(Client.PRODUCER);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      var written = new ArrayList<Future<RecordMetadata>>();
      standing.forEach(
          (key, record) ->
              written.add(
                  producer.send(
                      new ProducerRecord<>(Topics.ALERTS, key.get(), over(record).encode()))));
      for (var one : written) {
        one.get();
      }
    }
  }

  private static AlertRecord over(AlertRecord record) {
    var alert = record.alert();
    return new AlertRecord(record.subject(), alert.over(alert.updatedAt()), record.course());
  }

  private static Map<Bytes, AlertRecord> read(KafkaSettings kafka) {
    var config = kafka.client(Client.CONSUMER);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    var standing = new LinkedHashMap<Bytes, AlertRecord>();
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(Topics.ALERTS).stream()
              .map(info -> new TopicPartition(Topics.ALERTS, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (!isAt(consumer, partitions, ends)) {
        consumer.poll(POLL).forEach(record -> take(record, standing));
      }
    }
    return standing;
  }

  private static boolean isAt(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      Map<TopicPartition, Long> ends) {
    return partitions.stream()
        .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
  }

  private static void take(
      ConsumerRecord<byte[], byte[]> record, Map<Bytes, AlertRecord> standing) {
    if (record.key() == null || !AlertRecord.hasKey(record.key())) {
      return;
    }
    var key = Bytes.wrap(record.key());
    standing.remove(key);
    if (record.value() != null) {
      var alert = AlertRecord.decode(record.value());
      if (alert.alert().resolvedAt() == null) {
        standing.put(key, alert);
      }
    }
  }
}
