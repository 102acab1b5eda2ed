package io.voronka.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Measures how many events a second the door acknowledges: in requests of 100 against a producer
 * that writes the same calls straight to the same broker, and one a request against a handler that
 * does nothing.
 *
 * <p>Senders keep enough connections busy that neither waits for the other. Broker and door share a
 * process, the senders have another. Arguments: rounds (5), seconds of each part of a round (4).
 */
public final class DoorSpeed {

  private static final int BATCH_LINES = 128; // as many events as come in some 20 ms
  private static final int SINGLE_LINES = 256; // an acknowledgement takes some 10 ms
  private static final int WARMING_ROUNDS = 6; // it takes a minute or two until all is compiled
  private static final int MADE = 200; // requests that take turns
  private static final String TOPIC = "raw-producer";

  private final DoorProcess door;
  private final long partNanos;
  private final List<byte[]> batches = IntStream.range(0, MADE).mapToObj(DoorCalls::batch).toList();
  private final List<byte[]> singles =
      IntStream.range(0, MADE).mapToObj(DoorCalls::single).toList();
  private final List<byte[]> values =
      IntStream.range(0, MADE * DoorCalls.BATCH)
          .mapToObj(i -> DoorCalls.bytes(DoorCalls.call(i)))
          .toList();

  private DoorSpeed(DoorProcess door, int seconds) {
    this.door = door;
    this.partNanos = TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Runs the benchmark and prints its ratios. */
  public static void main(String[] args) throws Exception {
    int rounds = Arguments.number(args, 0, 5);
    int seconds = Arguments.number(args, 1, 4);
    try (var door = DoorProcess.start()) {
      new DoorSpeed(door, seconds).run(rounds);
    }
  }

  private void run(int rounds) throws Exception {
    makeTopic();
    for (int i = 0; i < WARMING_ROUNDS; i++) {
      round();
    }
    var batchRatio = new Timings();
    var singleRatio = new Timings();
    for (int i = 0; i < rounds; i++) {
      var speeds = round();
      batchRatio.add(speeds.batches() / speeds.producer());
      singleRatio.add(speeds.singles() / speeds.nothing());
      System.out.printf(
          "round %d: producer %.0f/s, batches %.0f/s (%.2f), %.1f µs of processors an event beside"
              + " the sender's; nothing %.0f/s, singles %.0f/s (%.2f)%n",
          i + 1,
          speeds.producer(),
          speeds.batches(),
          batchRatio.last(),
          speeds.batchMicros(),
          speeds.nothing(),
          speeds.singles(),
          singleRatio.last());
    }
    System.out.println("batches of 100, acknowledged, to the raw producer: " + batchRatio);
    System.out.println("single events, acknowledged, to doing nothing: " + singleRatio);
    System.out.println(values.get(0).length + " bytes a call; " + Machine.description());
  }

  /**
   * Events a second.
   *
   * @param batchMicros processor time of door and broker for an event of a batch
   */
  private record Speeds(
      double producer, double batches, double batchMicros, double nothing, double singles) {}

  private Speeds round() throws Exception {
    double producer = producer();
    var cpuBefore = door.cpu();
    long begin = System.nanoTime();
    double batches = requests(door.ingestPort(), this.batches, BATCH_LINES) * DoorCalls.BATCH;
    double events = batches * (System.nanoTime() - begin) / 1e9;
    return new Speeds(
        producer,
        batches,
        door.cpu().minus(cpuBefore).toNanos() / 1e3 / events,
        requests(door.idlePort(), singles, SINGLE_LINES),
        requests(door.ingestPort(), singles, SINGLE_LINES));
  }

  private void makeTopic() throws InterruptedException, ExecutionException {
    Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, door.bootstrap());
    try (var admin = Admin.create(config)) {
      var topic = new NewTopic(TOPIC, Optional.of(4), Optional.empty());
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  private double producer() throws InterruptedException {
    var config = new HashMap<String, Object>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, door.bootstrap());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    var acknowledged = new AtomicLong();
    var serializer = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(config, serializer, serializer)) {
      if (producer.partitionsFor(TOPIC).isEmpty()) {
        throw new IllegalStateException("no topic");
      }
      long begin = System.nanoTime();
      for (int i = 0; System.nanoTime() - begin < partNanos; i++) {
        var key = DoorCalls.bytes("bench\0user-" + i % 100_000);
        var unused = // its callback says enough
            producer.send(
                new ProducerRecord<>(TOPIC, key, values.get(i % values.size())),
                (metadata, failed) -> acknowledged.addAndGet(failed == null ? 1 : 0));
      }
      producer.flush();
      return acknowledged.get() * 1e9 / (System.nanoTime() - begin);
    }
  }

  private double requests(int port, List<byte[]> requests, int lines) throws Exception {
    var threads = Executors.newFixedThreadPool(lines);
    try {
      long begin = System.nanoTime();
      var counts = new ArrayList<Future<Integer>>();
      for (int line = 0; line < lines; line++) {
        int first = line * MADE / lines;
        counts.add(threads.submit(() -> requests(port, requests, first, begin)));
      }
      long all = 0;
      for (var count : counts) {
        all += count.get();
      }
      return all * 1e9 / (System.nanoTime() - begin);
    } finally {
      threads.shutdown();
    }
  }

  private int requests(int port, List<byte[]> requests, int first, long begin) throws IOException {
    int answered = 0;
    try (var line = new HttpLine(port)) {
      while (System.nanoTime() - begin < partNanos) {
        int status = line.send(requests.get((first + answered) % MADE));
        if (status != 200) {
          throw new IllegalStateException("answered " + status);
        }
        answered++;
      }
    }
    return answered;
  }
}
