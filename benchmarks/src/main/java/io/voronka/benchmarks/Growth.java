package io.voronka.benchmarks;

import io.voronka.model.definition.Funnel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures how the stream program's speed and memory change with one thing at a time: how many
 * funnels are kept, partitions, instances and people. Figures are compared with those of a plain
 * loop. Prints a table and draws it.
 *
 * <p>Arguments: events measured in each trial (300 000), the picture's file ({@code
 * docs/growth.svg}). Before the clock starts each person has had an event, and a fourth of the
 * events have warmed up the process.
 */
public final class Growth {

  /** One way to run it. */
  record Setup(int funnels, int partitions, int instances, int persons) {}

  /** What is changed while the rest stays. */
  enum Axis {
    FUNNELS,
    PARTITIONS,
    INSTANCES,
    PERSONS;

    List<Setup> setups() {
      return sizes().stream().map(this::with).toList();
    }

    private List<Integer> sizes() {
      return switch (this) {
        case FUNNELS -> List.of(1, 10, 100);
        case PARTITIONS -> List.of(1, 4, 16);
        case INSTANCES -> List.of(1, 2, 4);
        case PERSONS -> List.of(1_000, 10_000, 100_000, 1_000_000);
      };
    }

    private Setup with(int value) {
      return switch (this) {
        case FUNNELS -> new Setup(value, 4, 1, 10_000);
        case PARTITIONS -> new Setup(10, value, 1, 10_000);
        case INSTANCES -> new Setup(10, 4, value, 10_000);
        case PERSONS -> new Setup(10, 4, 1, value);
      };
    }

    int of(Setup setup) {
      return switch (this) {
        case FUNNELS -> setup.funnels;
        case PARTITIONS -> setup.partitions;
        case INSTANCES -> setup.instances;
        case PERSONS -> setup.persons;
      };
    }
  }

  private final int events;
  private final Map<Setup, StreamTrial.Result> known = new LinkedHashMap<>();

  private Growth(int events) {
    this.events = events;
  }

  /** Runs the benchmark, prints its figures and draws them. */
  public static void main(String[] args) throws Exception {
    int events = Arguments.number(args, 0, 300_000);
    var picture = Path.of(args.length > 1 ? args[1] : "docs/growth.svg");
    System.out.printf("%d events a trial, seed %d%n", events, FlinkDuel.SEED);
    System.out.println(Machine.description());
    System.out.println("| funnels | partitions | instances | people | thousand events/s | MB |");
    System.out.println("|---|---|---|---|---|---|");
    var growth = new Growth(events);
    for (var axis : Axis.values()) {
      for (var setup : axis.setups()) {
        growth.measure(setup);
      }
    }
    Files.writeString(picture, GrowthPicture.of(growth.known));
    System.out.println(Machine.description());
  }

  private void measure(Setup setup) throws Exception {
    if (known.containsKey(setup)) {
      return;
    }
    int first = Math.max(setup.persons, events / 4);
    var end = Instant.now().truncatedTo(ChronoUnit.DAYS);
    var log = new EvenLog(first + events, setup.persons, FlinkDuel.SEED, end.toEpochMilli());
    var funnels = funnels(setup.funnels);
    var trial = new StreamTrial(funnels, ShopPeople.known(log), first, setup.partitions);
    var result =
        trial.run(
            new StreamProgram(
                FlinkDuel.JVM, setup.instances, setup.partitions, expected(funnels, log)));
    known.put(setup, result);
    System.out.printf(
        "| %d | %d | %d | %d | %.1f | %d |%n",
        setup.funnels,
        setup.partitions,
        setup.instances,
        setup.persons,
        result.speed() / 1000,
        result.residentBytes() >> 20);
  }

  /** As many as wanted, of five kinds in turns. */
  private static List<Funnel> funnels(int count) {
    var kinds = TopologyDuel.stages();
    var funnels = new ArrayList<Funnel>();
    for (int i = 0; i < count; i++) {
      funnels.add(FlinkDuel.funnel("funnel-" + i, kinds.get(i % kinds.size()), List.of()));
    }
    return funnels;
  }

  private static Map<String, List<Long>> expected(List<Funnel> funnels, List<ShopLog.Entry> log) {
    var byStages = new HashMap<List<String>, List<Long>>();
    var expected = new HashMap<String, List<Long>>();
    for (var funnel : funnels) {
      var stages = funnel.definition().stages().stream().map(stage -> stage.name()).toList();
      expected.put(
          funnel.key().funnel(),
          byStages.computeIfAbsent(
              stages, absent -> ShopPeople.reached(log, stages, FlinkDuel.WINDOW)));
    }
    return expected;
  }
}
