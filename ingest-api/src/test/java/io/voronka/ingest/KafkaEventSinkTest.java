package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.ingest.protocol.PlainRequest;
import io.voronka.ingest.protocol.Rejection;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.wire.EventCodec;
import io.voronka.wire.EventGroup;
import io.voronka.wire.EventGroup.Kept;
import io.voronka.wire.Position;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With Kafka's own in-memory producer, which acknowledges when it is told to. */
@Timeout(30)
class KafkaEventSinkTest {

  private static final Intake INTAKE =
      new Intake(
          "demo",
          List.of(event("m1", "ann"), event("m2", "bob")),
          List.of(Rejection.ofBody(PlainRequest.at(Instant.EPOCH), "bad", new byte[] {'x'})),
          true);

  private static final int PARTITIONS = 4; // ann and bob are of different ones, bob and joe of one

  private final LinkedBlockingQueue<MockProducer<byte[], byte[]>> made =
      new LinkedBlockingQueue<>();
  private final CountDownLatch kafkaAnswers = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final KafkaEventSink sink =
      new KafkaEventSink(
          () -> {
            var producer =
                new MockProducer<>(
                    false,
                    new RoundRobinPartitioner(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
            made.add(producer);
            return producer;
          },
          PARTITIONS,
          this::ask,
          Duration.ofSeconds(1));
  private final MockProducer<byte[], byte[]> producer = made.remove();

  private void ask() {
    asked.countDown();
    try {
      kafkaAnswers.await();
    } catch (InterruptedException closed) {
      throw new ServiceException(ProblemType.UNAVAILABLE, "closed", closed);
    }
  }

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void events_and_rejections_go_to_their_topics() {
    var unused = sink.append(INTAKE);
    var records = producer.history();
    assertThat(records)
        .extracting(record -> record.topic())
        .containsExactly(Topics.EVENTS, Topics.EVENTS, Topics.REJECTED);
    assertThat(records.get(0).key()).isEqualTo(EventCodec.senderKey("demo", "ann"));
    assertThat(EventCodec.decode(records.get(0).value()).event().id()).isEqualTo("m1");
    assertThat(records.get(2).key()).asString().isEqualTo("demo");
  }

  @Test
  void what_a_request_brings_of_one_partition_is_one_record() {
    var events =
        List.of(event("m1", "ann"), event("m2", "bob"), event("m3", "ann"), event("m4", "joe"));
    var unused = sink.append(new Intake("demo", events, List.of(), true));
    var records = producer.history();
    assertThat(records).hasSize(2);
    for (var record : records) {
      var kept = EventGroup.eventsOf(record.key(), record.value());
      assertThat(kept.get(0).key()).isEqualTo(record.key());
      assertThat(kept).allMatch(one -> isOfPartition(record.key(), one));
    }
    assertThat(records)
        .flatExtracting(record -> EventGroup.eventsOf(record.key(), record.value()))
        .extracting(one -> EventCodec.senderOf(one.key()) + " " + idOf(one))
        .containsExactlyInAnyOrder("ann m1", "ann m3", "bob m2", "joe m4")
        .containsSubsequence("ann m1", "ann m3");
  }

  @Test
  void what_is_too_much_for_one_record_becomes_several() {
    var events = IntStream.range(0, 150).mapToObj(i -> event("m" + i, "ann")).toList();
    var unused = sink.append(new Intake("demo", events, List.of(), true));
    var records = producer.history();
    assertThat(records).hasSize(3);
    assertThat(records)
        .flatExtracting(record -> EventGroup.eventsOf(record.key(), record.value()))
        .extracting(KafkaEventSinkTest::idOf)
        .containsExactlyElementsOf(events.stream().map(one -> one.event().id()).toList());
  }

  private static boolean isOfPartition(byte[] key, Kept kept) {
    return Topics.partitionOf(kept.key(), PARTITIONS) == Topics.partitionOf(key, PARTITIONS);
  }

  private static String idOf(Kept kept) {
    return EventCodec.decode(kept.event()).event().id();
  }

  @Test
  void it_is_done_when_the_last_record_is_acknowledged() {
    var kept = sink.append(INTAKE);
    producer.completeNext();
    producer.completeNext();
    assertThat(kept).isNotDone();
    producer.completeNext();
    assertThat(kept).isCompletedWithValue(Position.of(Map.of(0, 2L)));
  }

  @Test
  void one_record_that_fails_fails_the_request() {
    var kept = sink.append(INTAKE);
    producer.completeNext();
    producer.errorNext(new TimeoutException("late"));
    producer.completeNext();
    assertUnavailable(kept);
  }

  @Test
  void while_kafka_is_away_requests_are_refused_at_once() {
    // Given
    loseKafka(new TimeoutException("late"));
    int before = producer.history().size();
    // When
    var kept = sink.append(INTAKE);
    // Then
    assertUnavailable(kept);
    assertThat(producer.history()).hasSize(before);
    assertThat(sink.health().isReady()).isFalse();
  }

  @Test
  void a_producer_that_failed_for_good_is_replaced() throws InterruptedException {
    // Given
    loseKafka(new OutOfOrderSequenceException("stuck"));
    // When
    kafkaAnswers.countDown();
    var fresh = made.poll(10, TimeUnit.SECONDS);
    // Then
    assertThat(fresh).isNotNull();
    awaitReady();
    var kept = sink.append(INTAKE);
    assertThat(fresh.history()).hasSize(3);
    while (fresh.completeNext()) {
      // acknowledges all of them
    }
    assertThat(kept).isCompleted();
  }

  @Test
  void a_producer_that_only_waited_in_vain_is_kept() throws InterruptedException {
    // Given
    loseKafka(new TimeoutException("late"));
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    // When
    kafkaAnswers.countDown();
    awaitReady();
    // Then
    var unused = sink.append(INTAKE);
    assertThat(producer.uncommittedRecords()).isEmpty();
    assertThat(made).isEmpty();
    assertThat(sink.health().isReady()).isTrue();
  }

  @Test
  void after_the_first_failure_nothing_more_is_sent() {
    producer.sendException = new TimeoutException("no metadata");
    assertUnavailable(sink.append(INTAKE));
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void closing_twice_is_harmless() {
    sink.close();
    sink.close();
    assertThat(producer.closed()).isTrue();
  }

  private void loseKafka(RuntimeException failure) {
    var kept = sink.append(INTAKE);
    while (producer.errorNext(failure)) {
      // fails all of them
    }
    assertUnavailable(kept);
  }

  private void awaitReady() {
    while (!sink.health().isReady()) {
      Thread.onSpinWait();
    }
  }

  private static void assertUnavailable(CompletableFuture<Position> kept) {
    assertThat(kept).isCompletedExceptionally();
    assertThatThrownBy(kept::join)
        .hasCauseInstanceOf(ServiceException.class)
        .extracting(thrown -> ((ServiceException) thrown.getCause()).type())
        .isEqualTo(ProblemType.UNAVAILABLE);
  }

  private static ReceivedEvent event(String id, String user) {
    return new ReceivedEvent(
        Kind.TRACK, user, null, List.of(), 1, new Event(id, 1, "E", new Fields(Map.of())));
  }
}
