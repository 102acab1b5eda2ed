package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.voronka.ingest.protocol.PlainRequest;
import io.voronka.ingest.protocol.Rejection;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Position;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With Kafka's own in-memory producer, which acknowledges when it is told to. */
@Timeout(120)
class SpoolingSinkTest {

  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path folder;

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(
          false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
  private Spool spool;
  private volatile boolean isAway;
  private final KafkaEventSink kafka =
      new KafkaEventSink(() -> producer, 1, this::ask, Duration.ofSeconds(1));

  private void ask() {
    if (isAway) {
      throw new ServiceException(ProblemType.UNAVAILABLE, "still away");
    }
  }

  @AfterEach
  void close() {
    kafka.close();
  }

  private SpoolingSink open() {
    return open(MEGABYTE);
  }

  private SpoolingSink open(int maxBytes) {
    spool = Spool.open(folder, maxBytes);
    return new SpoolingSink(kafka, spool, Duration.ofSeconds(5));
  }

  private static Intake intake(String id, boolean isSentAgain) {
    return intake(id, Map.of(), isSentAgain);
  }

  private static Intake intake(String id, Map<String, PropertyValue> fields, boolean isSentAgain) {
    var event =
        new ReceivedEvent(
            Kind.TRACK, "ann", null, List.of(), 1, new Event(id, 1, "E", new Fields(fields)));
    return new Intake("demo", List.of(event), List.of(), isSentAgain);
  }

  private void loseKafka() {
    isAway = true;
    var lost = kafka.append(intake("lost", true));
    producer.errorNext(new TimeoutException("late"));
    assertThat(lost).isCompletedExceptionally();
    producer.clear();
  }

  /** Acknowledges all that comes until the condition holds. */
  private void acknowledgeUntil(BooleanSupplier condition) throws InterruptedException {
    await(
        () -> {
          producer.completeNext();
          return condition.getAsBoolean();
        });
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(1);
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  /** The same, but one event is too large each time; returns those that were acknowledged. */
  private List<String> acknowledgeUntil(BooleanSupplier condition, String tooLarge)
      throws InterruptedException {
    var acknowledged = new ArrayList<String>();
    var answered = new AtomicInteger();
    await(
        () -> {
          var sent = published();
          for (var id : sent.subList(answered.get(), sent.size())) {
            answered.incrementAndGet();
            if (id.equals(tooLarge)) {
              producer.errorNext(new RecordTooLargeException());
            } else {
              producer.completeNext();
              acknowledged.add(id);
            }
          }
          return condition.getAsBoolean();
        });
    return acknowledged;
  }

  /** The ids of the events, of all else the topic. */
  private List<String> published() {
    return producer.history().stream()
        .map(
            record ->
                record.topic().equals(Topics.EVENTS)
                    ? EventCodec.decode(record.value()).event().id()
                    : record.topic())
        .toList();
  }

  @Test
  void while_kafka_is_there_nothing_is_spooled() {
    try (var sink = open()) {
      var kept = sink.append(intake("m1", false));
      assertThat(kept).isNotDone();
      producer.completeNext();
      assertThat(kept).isCompletedWithValue(Position.of(Map.of(0, 1L)));
    }
  }

  @Test
  void what_would_not_be_sent_again_is_kept_and_published_in_its_order()
      throws InterruptedException {
    try (var sink = open()) {
      loseKafka();
      for (int i = 1; i <= 5; i++) {
        assertThat(sink.append(intake("m" + i, false)).join()).isEqualTo(Position.NONE);
      }
      assertThat(sink.append(intake("again", true))).isCompletedExceptionally();

      isAway = false;
      acknowledgeUntil(spool::isEmpty);

      assertThat(published()).containsExactly("m1", "m2", "m3", "m4", "m5");
      var kept = sink.append(intake("m6", false)); // not behind a spool any more
      assertThat(kept).isNotDone();
      producer.completeNext();
      assertThat(kept.join()).isNotEqualTo(Position.NONE);
    }
  }

  @Test
  void what_fails_on_its_way_is_kept() throws InterruptedException {
    try (var sink = open()) {
      isAway = true;
      var kept = sink.append(intake("m1", false));
      producer.errorNext(new TimeoutException("late"));
      assertThat(kept.join()).isEqualTo(Position.NONE);

      producer.clear();
      isAway = false;
      acknowledgeUntil(spool::isEmpty);
      assertThat(published()).containsExactly("m1");
    }
  }

  @Test
  void what_kafka_finds_too_large_does_not_hold_up_the_rest() throws InterruptedException {
    try (var sink = open()) {
      loseKafka();
      for (int i = 1; i <= 4; i++) {
        sink.append(intake("m" + i, false)).join();
      }
      isAway = false;
      var acknowledged = acknowledgeUntil(spool::isEmpty, "m3");

      assertThat(acknowledged).containsOnly("m1", "m2", "m4").endsWith("m1", "m2", "m4");
      assertThat(spool.asideEntries()).isEqualTo(1);
      assertThat(kafka.health().isReady()).isTrue();
      var kept = sink.append(intake("m5", false));
      producer.completeNext();
      assertThat(kept.join()).as("not behind it").isNotEqualTo(Position.NONE);
    }
    producer.clear();
    try (var sink = open()) {
      acknowledgeUntil(spool::isEmpty);
      assertThat(published()).containsExactly("m3");
      assertThat(sink).isNotNull();
    }
  }

  @Test
  void of_a_request_only_what_is_too_large_waits() throws InterruptedException {
    var event = intake("m1", false).events();
    var rejection = Rejection.ofBody(PlainRequest.at(Instant.EPOCH), "bad", new byte[] {'x'});
    try (var sink = open()) {
      loseKafka();
      sink.append(new Intake("demo", event, List.of(rejection), false)).join();
      isAway = false;
      var acknowledged = acknowledgeUntil(spool::isEmpty, "m1");

      assertThat(acknowledged).containsOnly(Topics.REJECTED).endsWith(Topics.REJECTED);
    }
    producer.clear();
    try (var sink = open()) {
      acknowledgeUntil(spool::isEmpty);
      assertThat(published()).containsExactly("m1");
      assertThat(sink).isNotNull();
    }
  }

  /** Only where the test may mount something. */
  @Test
  void a_full_disk_loses_nothing_that_was_kept_and_doubles_nothing() throws Exception {
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder.toString())).isZero();
    try (var sink = open(100 * MEGABYTE)) {
      loseKafka();
      var kept = new ArrayList<>(List.of("m0"));
      sink.append(intake("m0", false)).join();
      fill(folder.resolve("filler"));
      for (int size : new int[] {MEGABYTE / 4, 1000, 0}) { // while files have room
        var fields = Map.<String, PropertyValue>of("text", new Text("x".repeat(size)));
        for (var id = next(kept); isKept(sink.append(intake(id, fields, false))); id = next(kept)) {
          kept.add(id);
        }
      }

      isAway = false;
      acknowledgeFor(Duration.ofSeconds(2));
      assertThat(published()).doesNotHaveDuplicates();

      Files.delete(folder.resolve("filler"));
      acknowledgeUntil(spool::isEmpty);
      assertThat(published()).isEqualTo(kept);
      loseKafka();
      await(() -> isKept(sink.append(intake("later", false))));
    } finally {
      run("umount", folder.toString());
    }
  }

  private static String next(List<String> kept) {
    return "m" + kept.size();
  }

  private static boolean isKept(CompletableFuture<?> append) {
    try {
      append.join();
      return true;
    } catch (CompletionException refused) {
      return false;
    }
  }

  private void acknowledgeFor(Duration duration) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    acknowledgeUntil(() -> System.nanoTime() > end);
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    } catch (IOException unknown) {
      return -1; // no such command here
    }
  }

  private static void fill(Path file) {
    var some = new byte[1 << 12];
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(some);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  @Test
  void what_is_kept_waits_for_the_next_run() throws InterruptedException {
    try (var sink = open()) {
      loseKafka();
      sink.append(intake("m1", false)).join();
    }
    try (var sink = open()) {
      assertThat(published()).isEmpty();
      isAway = false;
      acknowledgeUntil(spool::isEmpty);
      assertThat(published()).containsExactly("m1");
      assertThat(sink).isNotNull();
    }
  }

  @Test
  void a_close_publishes_what_it_can() throws InterruptedException {
    loseKafka();
    var sink = open();
    for (int i = 0; i < 10; i++) {
      sink.append(intake("m" + i, false)).join();
    }
    isAway = false;
    acknowledgeUntil(() -> kafka.health().isReady());
    var closing = new Thread(sink::close);
    closing.start();
    acknowledgeUntil(() -> !closing.isAlive());
    assertThat(published().stream().distinct().toList()).hasSize(10);
    try (var left = Spool.open(folder, MEGABYTE)) {
      assertThat(left.isEmpty()).isTrue();
    }
  }
}
