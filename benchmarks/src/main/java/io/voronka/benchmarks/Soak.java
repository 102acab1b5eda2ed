package io.voronka.benchmarks;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.TopicSetup;
import io.voronka.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Lets the stream program count a long log of many people, with five funnels, two of them with a
 * breakdown, and sessions, in a process with 4 GiB of heap and two processors: prints the speed of
 * each tenth, what the state takes on disk, and how long a restart and a restoration from the
 * changelogs take until the program is ready.
 *
 * <p>Arguments: events (20 000 000), persons (a twentieth of the events). All of the log lies in
 * the topic before the program starts. Figures are compared with those of a plain loop.
 */
public final class Soak {

  private static final List<String> JVM =
      JavaProcess.options("-Xmx4g", "-XX:ActiveProcessorCount=2");
  private static final Duration KAFKA_WAIT = Duration.ofSeconds(60);
  private static final Duration READY = Duration.ofMinutes(60);
  private static final int PARTS = 10;
  private static final long LONGEST_PART_MINUTES = 120;

  private final EvenLog log;
  private final int persons;
  private final Path folder;
  private final ServiceProcess program;
  private final FigureReader reader;

  private Soak(EvenLog log, int persons, Path folder, String bootstrap) throws IOException {
    this.log = log;
    this.persons = persons;
    this.folder = folder;
    int port = FreePorts.any();
    var env = StreamProgram.env(bootstrap, FlinkDuel.PARTITIONS);
    env.put("VORONKA_STREAMS_PORT", Integer.toString(port));
    this.reader = new FigureReader(bootstrap, FlinkDuel.PARTITIONS);
    this.program = new ServiceProcess("streams", "streams", folder, port, env, JVM);
  }

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    int events = Arguments.number(args, 0, 20_000_000);
    int persons = Arguments.number(args, 1, events / 20);
    var end = Instant.now().truncatedTo(ChronoUnit.DAYS);
    var log = new EvenLog(events, persons, FlinkDuel.SEED, end.toEpochMilli());
    System.out.printf("%d events of %d people, seed %d%n", events, persons, FlinkDuel.SEED);
    System.out.println(Machine.description());
    var folder = Files.createTempDirectory("voronka-soak");
    try (var broker = BrokerProcess.start()) {
      write(log, broker.bootstrap());
      var soak = new Soak(log, persons, folder, broker.bootstrap());
      try {
        soak.run();
      } finally {
        soak.close();
      }
    } finally {
      Folders.delete(folder);
    }
    System.out.println(Machine.description());
  }

  private static void write(EvenLog log, String bootstrap) {
    var kafka =
        new KafkaSettings(
            bootstrap, FlinkDuel.PARTITIONS, (short) 1, (short) 1, Duration.ofDays(365), Map.of());
    new TopicSetup(kafka, InstantSource.system()).ensure(KAFKA_WAIT);
    long start = System.nanoTime();
    try (var producer = ShopTopic.producer(bootstrap, Map.of())) {
      ShopTopic.define(TopologyDuel.all(), producer);
      ShopTopic.write(ShopPeople.known(log), producer);
    }
    System.out.printf("written in %.0f s%n", seconds(start));
  }

  private void run() throws Exception {
    program.awaitReady(READY);
    count();
    check();
    program.stop(); // what is in memory is written then
    System.out.printf(
        "state: %d bytes a person on disk%n", Folders.bytes(folder.resolve("streams")) / persons);
    System.out.printf("restart until ready: %.1f s%n", timed());
    program.stop();
    Folders.delete(folder.resolve("streams"));
    System.out.printf("restoration from the changelogs until ready: %.1f s%n", timed());
  }

  private void count() {
    long before = System.nanoTime();
    long counted = 0;
    for (int part = 1; part <= PARTS; part++) {
      long until = (long) log.size() * part / PARTS;
      long from = counted;
      while (counted < until) {
        reader.hold(Map.of());
        counted = reader.counted();
        if (seconds(before) > TimeUnit.MINUTES.toSeconds(LONGEST_PART_MINUTES)) {
          throw new IllegalStateException("counted only " + counted);
        }
      }
      System.out.printf(
          "%d events: %.1f thousand events/s%n",
          counted, (counted - from) / seconds(before) / 1000);
      before = System.nanoTime();
    }
  }

  private void check() {
    for (int kind = 0; kind < TopologyDuel.stages().size(); kind++) {
      var stages = TopologyDuel.stages().get(kind);
      var must = ShopPeople.reached(log, stages, FlinkDuel.WINDOW);
      var found = reader.reached("shop-" + kind, stages.size());
      if (!found.equals(must)) {
        throw new IllegalStateException(found + " must be " + must);
      }
    }
  }

  /** Starts it again; returns how many seconds it takes to be ready. */
  private double timed() throws IOException, InterruptedException {
    long start = System.nanoTime();
    program.startAgain();
    program.awaitReady(READY);
    return seconds(start);
  }

  private static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private void close() {
    reader.close();
    program.kill();
  }
}
