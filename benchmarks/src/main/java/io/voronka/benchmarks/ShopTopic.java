package io.voronka.benchmarks;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.TopicSetup;
import io.voronka.model.definition.Funnel;
import io.voronka.wire.EventCodec;
import io.voronka.wire.FunnelRecord;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A broker of its own, with a log of events on its topic, a record each, in two parts. The first
 * can be read at once, so that who reads it is warm; the second lies in the topic too, but in a
 * transaction that is still open: to commit it is the start of the clock.
 */
final class ShopTopic implements AutoCloseable {

  static final String PROJECT = "bench";
  private static final Duration KAFKA_WAIT = Duration.ofSeconds(60);
  private static final int TRANSACTION_MILLIS = 15 * 60 * 1000; // the most that brokers allow

  private final BrokerProcess broker;
  private final KafkaProducer<byte[], byte[]> second;
  private final Map<Integer, Long> firstEnds;
  private final Map<Integer, Long> ends;

  /**
   * Starts the broker and writes everything.
   *
   * @param first how many events of the log are the first part
   */
  ShopTopic(List<Funnel> funnels, List<ReceivedEvent> log, int first, int partitions)
      throws IOException {
    broker = BrokerProcess.start();
    try {
      var kafka =
          new KafkaSettings(
              broker.bootstrap(), partitions, (short) 1, (short) 1, Duration.ofDays(365), Map.of());
      new TopicSetup(kafka, InstantSource.system()).ensure(KAFKA_WAIT);
      try (var producer = producer(broker.bootstrap(), Map.of())) {
        define(funnels, producer);
        firstEnds = write(log.subList(0, first), producer);
      }
      second =
          producer(
              broker.bootstrap(),
              Map.of(
                  ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                  "second-part",
                  ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                  TRANSACTION_MILLIS));
      second.initTransactions();
      second.beginTransaction();
      ends = write(log.subList(first, log.size()), second);
    } catch (RuntimeException failed) {
      broker.close();
      throw failed;
    }
  }

  /** Makes a producer as the door has it, with further settings. */
  static KafkaProducer<byte[], byte[]> producer(String bootstrap, Map<String, Object> further) {
    var config = new HashMap<>(further);
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    // On partitions made a moment ago, batches behind one that has to wait would be out of order.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Saves funnels. */
  static void define(List<Funnel> funnels, KafkaProducer<byte[], byte[]> producer) {
    for (var funnel : funnels) {
      var record = FunnelRecord.saved(funnel);
      var unused =
          producer.send(
              new ProducerRecord<>(Topics.FUNNELS, record.encodeKey(), record.encodeValue()));
    }
    producer.flush();
  }

  /** Writes events; returns the offset after the last one of each partition. */
  static Map<Integer, Long> write(
      List<ReceivedEvent> events, KafkaProducer<byte[], byte[]> producer) {
    var ends = new ConcurrentHashMap<Integer, Long>();
    var failure = new AtomicReference<@Nullable Exception>();
    for (var event : events) {
      var key = EventCodec.senderKey(PROJECT, event.sender());
      var unused =
          producer.send(
              new ProducerRecord<>(Topics.EVENTS, key, EventCodec.encode(event)),
              (written, failed) -> {
                if (failed != null) {
                  failure.set(failed);
                } else {
                  ends.merge(written.partition(), written.offset() + 1, Math::max);
                }
              });
    }
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("the log could not be written", failure.get());
    }
    return ends;
  }

  String bootstrap() {
    return broker.bootstrap();
  }

  /** Lets the second part be read. */
  void release() {
    second.commitTransaction();
  }

  /** The offset after the last event of each partition, of the first part or of all. */
  Map<Integer, Long> ends(boolean isAll) {
    return isAll ? ends : firstEnds;
  }

  @Override
  public void close() throws IOException {
    second.close(Duration.ZERO);
    broker.close();
  }
}
