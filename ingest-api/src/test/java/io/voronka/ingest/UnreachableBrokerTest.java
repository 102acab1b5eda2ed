package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.wire.Position;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own producer, with nothing that answers where the broker should be. */
@Timeout(120)
class UnreachableBrokerTest {

  private static final int REQUESTS = 400;
  private static final int SPOOL_BYTES = 256 * 1024;
  private static final String PAYLOAD = "x".repeat(4000);

  @TempDir private Path folder;

  private static KafkaProducer<byte[], byte[]> producer() {
    var serializer = new ByteArraySerializer();
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + closedPort(),
            ProducerConfig.BUFFER_MEMORY_CONFIG, 128L * 1024,
            ProducerConfig.BATCH_SIZE_CONFIG, 16 * 1024,
            ProducerConfig.LINGER_MS_CONFIG, 5,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 300,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 500,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 300),
        serializer,
        serializer);
  }

  private static int closedPort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static Intake intake(int number, boolean isSentAgain) {
    var properties = new Fields(Map.of("p", new Text(PAYLOAD)));
    var event = new Event("m" + number, 1, "E", properties);
    var received = new ReceivedEvent(Kind.TRACK, "ann", null, List.of(), 1, event);
    return new Intake("demo", List.of(received), List.of(), isSentAgain);
  }

  @Test
  void every_request_is_answered_and_what_is_kept_has_a_bound() {
    var kafka =
        new KafkaEventSink(
            UnreachableBrokerTest::producer,
            1,
            () -> {
              throw new ServiceException(ProblemType.UNAVAILABLE, "nobody answers");
            },
            Duration.ofSeconds(1));
    var refused = new ConcurrentLinkedQueue<Throwable>();
    var kept = new ConcurrentLinkedQueue<Position>();
    var spool = Spool.open(folder, SPOOL_BYTES);
    try (var sink = new SpoolingSink(kafka, spool, Duration.ofMillis(100))) {
      var answers = new ArrayList<CompletableFuture<?>>();
      for (int i = 0; i < REQUESTS; i++) {
        answers.add(
            sink.append(intake(i, i % 2 == 0))
                .whenComplete(
                    (position, failure) -> {
                      if (failure == null) {
                        kept.add(position);
                      } else {
                        refused.add(failure);
                      }
                    })
                .exceptionally(failure -> Position.NONE));
      }
      answers.forEach(CompletableFuture::join);

      assertThat(kafka.health().isReady()).isFalse();
      // Those who can send again hear so; of the others as many are kept as there is room for.
      assertThat(kept.size() + refused.size()).isEqualTo(REQUESTS);
      assertThat(kept.size()).isBetween(40, SPOOL_BYTES / PAYLOAD.length());
      assertThat(spool.entries()).isEqualTo(kept.size());
      assertThat(spool.bytes()).isLessThanOrEqualTo(SPOOL_BYTES);
    } finally {
      kafka.close();
    }
  }
}
