package io.voronka.dashboard;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Position;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Says in the log of events that a person is to be forgotten, so that it has its place among what
 * the person did. Thread-safe.
 */
final class PersonEraser implements AutoCloseable {

  private static final Duration WAIT = Duration.ofSeconds(10);

  private final KafkaProducer<byte[], byte[]> producer;
  private final InstantSource clock;

  PersonEraser(KafkaSettings kafka, InstantSource clock) {
    var config = kafka.client(KafkaSettings.Client.PRODUCER);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "voronka-dashboard-persons");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) WAIT.toMillis() / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) WAIT.toMillis());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WAIT.toMillis());
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.clock = clock;
  }

  /**
   * Says so; returns the position after it.
   *
   * @param id any id of the person
   * @param isSubtracted whether the person is taken out of the figures too
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if Kafka does not take it
   */
  Position erase(String project, String id, boolean isSubtracted) {
    long now = clock.millis();
    var what = new Event(UUID.randomUUID().toString(), now, "Person Erased", new Fields(Map.of()));
    var said =
        new ReceivedEvent(
            isSubtracted ? Kind.SUBTRACT : Kind.ERASE, id, null, List.of(), now, what);
    var record =
        new ProducerRecord<>(
            Topics.EVENTS, EventCodec.senderKey(project, id), EventCodec.encode(said));
    try {
      var written = producer.send(record).get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
      return Position.of(Map.of(written.partition(), written.offset() + 1));
    } catch (ExecutionException | TimeoutException | KafkaException failed) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "Kafka did not take that the person is to be erased.", failed);
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
