package io.voronka.benchmarks;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.testing.FunnelText;
import io.voronka.wire.Correction;
import io.voronka.wire.DefinitionJson;
import io.voronka.wire.Json;
import io.voronka.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Kills stream instances under load, as often as it is told to, restarts the broker once, adds
 * instances and takes them away; then holds the figures against those of the plain functions over
 * all that was acknowledged, and what a reader saw meanwhile against what may be seen.
 *
 * <p>Arguments: seconds (600), instances (3), events a second (400), seed.
 */
public final class Resilience {

  private static final int PARTITIONS = 4;
  private static final int BATCH = 40;
  private static final long PROBE_MILLIS = 200;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(20);
  private static final Duration RECOVERY = Duration.ofSeconds(90);
  private static final Duration SETTLE = Duration.ofMinutes(5);

  /** Corrections are told every ten seconds, a little later after a restart. */
  private static final Duration NEAR = Duration.ofSeconds(45);

  /** A report over it is answered from the timelines, by all instances that hold any. */
  private static final String RANGE = "?from=2026-03-01T00:00:00Z&to=2026-03-04T00:00:00Z";

  private static final Map<String, FunnelDefinition> FUNNELS =
      Map.of(
          "mixed", FunnelText.funnel("view > cart > buy", "PT3H"),
          "plain", FunnelText.funnel("plain-view > plain-cart > plain-buy", "PT3H"));

  /**
   * What is done and how long.
   *
   * @param lasting how long instances are killed; each at least once in any case
   * @param betweenKills how long after a kill the next one comes, if all has recovered by then
   * @param instances how many there are while they are killed
   */
  record Plan(
      Duration lasting, Duration betweenKills, int instances, int eventsASecond, long seed) {

    /** Reads seconds, instances, events a second and seed; each may be left out with the next. */
    static Plan of(String[] args, int usualInstances) {
      return new Plan(
          Duration.ofSeconds(Arguments.number(args, 0, 600)),
          BETWEEN_KILLS,
          Arguments.number(args, 1, usualInstances),
          Arguments.number(args, 2, 400),
          Arguments.number(args, 3, 20_261_129));
    }
  }

  /**
   * What was seen.
   *
   * @param events that were acknowledged, without repeats
   * @param reports that the live page showed
   * @param pauses of each kill the longest time from an acknowledgement to being visible, in s
   * @param atBroker the same around the restart of the broker
   * @param usualSeconds the time that half of all took
   * @param corrected how many times figures went backwards, each with a published correction
   */
  record Outcome(
      int events,
      long reports,
      List<Double> pauses,
      double atBroker,
      double usualSeconds,
      int corrected) {

    @Override
    public String toString() {
      var all = new Timings();
      pauses.forEach(all::add);
      return """
      %d events, figures as expected; %d kills; %d live reports, %d times backwards, each by a \
      published correction
      acknowledged -> visible: usually %.2f s; longest around a kill, in s: %s; around the \
      restart of the broker: %.2f s\
      """
          .formatted(events, pauses.size(), reports, corrected, usualSeconds, all, atBroker);
    }
  }

  /** Something that was done to the cluster, and when, in nanoseconds. */
  private record Disturbance(boolean isOfBroker, long at) {}

  private final Plan plan;
  private final Cluster cluster;
  private final MixedPeople people;
  private final Probes probes = new Probes(PARTITIONS);
  private final List<Disturbance> disturbances = new ArrayList<>();

  private Resilience(Plan plan, Cluster cluster) {
    this.plan = plan;
    this.cluster = cluster;
    this.people = new MixedPeople(plan.seed());
  }

  /** Runs it and prints its figures. */
  public static void main(String[] args) throws Exception {
    measure(Plan.of(args, 3), ProcessCluster::new);
  }

  /** Does as planned and prints what was seen; if that fails, where the logs are. */
  static void measure(Plan plan, Cluster.Kind kind) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("voronka-benchmark");
    boolean isDone = false;
    try {
      System.out.println(run(plan, kind, folder));
      System.out.println(Machine.description());
      isDone = true;
    } finally {
      if (!isDone) {
        System.err.println("the logs are in " + folder);
      }
    }
    Folders.delete(folder);
  }

  /**
   * Does as planned.
   *
   * @param folder where everything is kept, with the logs
   * @throws IllegalStateException if a figure is not as expected, or was shown as it may not be
   */
  static Outcome run(Plan plan, Cluster.Kind kind, Path folder)
      throws IOException, InterruptedException {
    try (var cluster = kind.start(folder, PARTITIONS)) {
      return new Resilience(plan, cluster).run();
    }
  }

  private Outcome run() throws IOException, InterruptedException {
    for (var funnel : FUNNELS.entrySet()) {
      cluster.define(funnel.getKey(), DefinitionJson.write(funnel.getValue()));
    }
    for (int partition = 0; partition < PARTITIONS; partition++) {
      cluster.define(probes.funnel(partition), DefinitionJson.write(probes.definition(partition)));
    }
    long everyMillis = 1000L * BATCH / plan.eventsASecond();
    try (var live = new LiveFollower(cluster, probes);
        var load = new SteadyLoad(cluster, () -> people.next(BATCH), everyMillis, at -> {});
        var probing = new SteadyLoad(cluster, probes::next, PROBE_MILLIS, probes::acknowledged)) {
      scaleOut();
      kill();
      scaleIn();
      load.finish();
      probing.finish();
      cluster.settle(SETTLE);
      awaitVisible();
      require(live.isOpen(), "the live page was closed meanwhile");
      requireFigures();
      requireCorrections(live.drops());
      return outcome(live);
    }
  }

  private void scaleOut() throws IOException, InterruptedException {
    cluster.scale(plan.instances());
    for (int instance = 1; instance <= plan.instances(); instance++) {
      cluster.awaitReady(instance);
    }
    cluster.awaitHolders(Math.min(plan.instances(), PARTITIONS), RECOVERY);
    cluster.awaitAnswer("/funnels/mixed/report" + RANGE, RECOVERY);
  }

  private void scaleIn() throws IOException, InterruptedException {
    cluster.scale(1);
    cluster.awaitHolders(1, RECOVERY);
    cluster.awaitAnswer("/funnels/mixed/report" + RANGE, RECOVERY);
  }

  private void kill() throws IOException, InterruptedException {
    long end = System.nanoTime() + plan.lasting().toNanos();
    for (int i = 0; i < plan.instances() || System.nanoTime() < end; i++) {
      int instance = i % plan.instances() + 1;
      var kill = new Disturbance(false, System.nanoTime());
      disturbances.add(kill);
      cluster.killAndStart(instance);
      cluster.awaitReady(instance);
      awaitVisible();
      if (i == plan.instances() / 2) {
        disturbances.add(new Disturbance(true, System.nanoTime()));
        cluster.restartBroker();
        awaitVisible();
      }
      long next = Math.min(kill.at() + plan.betweenKills().toNanos(), end);
      TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
    }
    disturbances.add(new Disturbance(false, System.nanoTime())); // the end of the last one
  }

  /** Waits until everything is visible that was acknowledged by now. */
  private void awaitVisible() throws InterruptedException {
    int sent = probes.sent();
    long deadline = System.nanoTime() + RECOVERY.toNanos();
    while (!probes.areVisible(sent)) {
      require(System.nanoTime() < deadline, "not visible after " + RECOVERY);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private void requireFigures() throws IOException, InterruptedException {
    var expected = people.expected(FUNNELS);
    for (var funnel : expected.reached().entrySet()) {
      requireEqual(funnel.getValue(), reached(funnel.getKey(), ""), funnel.getKey());
      requireEqual(funnel.getValue(), reached(funnel.getKey(), RANGE), funnel.getKey() + RANGE);
    }
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var funnel = probes.funnel(partition);
      requireEqual(List.of((long) probes.sent()), reached(funnel, ""), funnel);
    }
    long probed = (long) PARTITIONS * probes.sent();
    var sessions = cluster.get("/sessions/report");
    requireEqual(expected.persons() + probed, sessions.path("persons").asLong(), "persons");
    requireEqual(expected.sessions() + probed, sessions.path("sessions").asLong(), "sessions");
  }

  private List<Long> reached(String funnel, String query) throws IOException, InterruptedException {
    var reached = new ArrayList<Long>();
    for (var stage : cluster.get("/funnels/" + funnel + "/report" + query).path("stages")) {
      reached.add(stage.path("reached").asLong());
    }
    return reached;
  }

  private void requireEqual(Object expected, Object found, String figure) {
    require(expected.equals(found), figure + " must be " + expected + " and is " + found);
  }

  /**
   * Figures of people who turn out to be one person go backwards, and of nobody else; it is told
   * within seconds.
   */
  private void requireCorrections(List<LiveFollower.Drop> drops) throws InterruptedException {
    long deadline = System.nanoTime() + NEAR.toNanos();
    var open = drops;
    while (!open.isEmpty()) {
      require(System.nanoTime() < deadline, open.get(0) + " is explained by no correction");
      TimeUnit.SECONDS.sleep(1);
      var told = corrections();
      open =
          open.stream()
              .filter(drop -> told.stream().noneMatch(correction -> explains(correction, drop)))
              .toList();
    }
  }

  private static boolean explains(Correction correction, LiveFollower.Drop drop) {
    var apart = Duration.between(drop.at(), Instant.parse(correction.known())).abs();
    return correction.funnel().equals(drop.funnel())
        && correction.stage() == drop.stage() + 1
        && correction.why().equals("merge")
        && apart.compareTo(NEAR) <= 0;
  }

  private List<Correction> corrections() {
    var config = new HashMap<String, Object>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrap());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    var bytes = new ByteArrayDeserializer();
    var corrections = new ArrayList<Correction>();
    try (var consumer = new KafkaConsumer<>(config, bytes, bytes)) {
      var partitions =
          IntStream.range(0, PARTITIONS)
              .mapToObj(partition -> new TopicPartition(Topics.CORRECTIONS, partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          corrections.add(Json.read(record.value(), Correction.class));
        }
      }
    }
    return corrections;
  }

  private Outcome outcome(LiveFollower live) {
    var pauses = new ArrayList<Double>();
    double atBroker = 0;
    for (int i = 0; i + 1 < disturbances.size(); i++) {
      var one = disturbances.get(i);
      double longest = probes.longestSeconds(one.at(), disturbances.get(i + 1).at());
      if (one.isOfBroker()) {
        atBroker = longest;
      } else {
        pauses.add(longest);
      }
    }
    return new Outcome(
        people.size() + PARTITIONS * probes.sent(),
        live.reports(),
        pauses,
        atBroker,
        probes.medianSeconds(),
        live.drops().size());
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise + "; seed " + plan.seed());
    }
  }
}
