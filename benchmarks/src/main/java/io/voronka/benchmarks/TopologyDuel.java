package io.voronka.benchmarks;

import io.voronka.model.count.SessionFigures;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.time.Calendar;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Measures all that the stream program does (who is who, sessions, five funnels of four stages, two
 * of them with a breakdown) against a Kafka Streams program that only counts the events of each
 * key, over the same events on the same kind of topic. Figures are compared with those of a plain
 * loop, counts with the number of records.
 *
 * <p>Arguments: events (1 000 000), rounds (5), warm-up events (a fourth of the events). Each trial
 * has a process of its own, which is warmed up by the first events; rounds are interleaved.
 */
public final class TopologyDuel {

  private TopologyDuel() {}

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    int events = Arguments.number(args, 0, 1_000_000);
    int rounds = Arguments.number(args, 1, 5);
    int warmUp = Arguments.number(args, 2, events / 4);
    var end = Instant.now().truncatedTo(ChronoUnit.DAYS);
    var entries = ShopLog.of(warmUp + events, FlinkDuel.SEED, end.toEpochMilli());
    var log = ShopPeople.visitors(entries);
    System.out.printf(
        "%d records, %d of them to warm up, seed %d%n", log.size(), warmUp, FlinkDuel.SEED);
    System.out.println(Machine.description());
    var expected = new LinkedHashMap<String, List<Long>>();
    for (int kind = 0; kind < stages().size(); kind++) {
      expected.put(
          "shop-" + kind, ShopPeople.reached(entries, stages().get(kind), FlinkDuel.WINDOW));
    }
    var peers = new LinkedHashMap<String, StreamPeer>();
    peers.put("product", new StreamProgram(FlinkDuel.JVM, 1, FlinkDuel.PARTITIONS, expected));
    peers.put("counting per key", new CountPerKey(FlinkDuel.JVM, FlinkDuel.PARTITIONS, log.size()));
    Rounds.run(new StreamTrial(all(), log, warmUp, FlinkDuel.PARTITIONS), peers, rounds);
  }

  /** Five kinds of four stages: of five events in their order each leaves out another one. */
  static List<List<String>> stages() {
    var names = new ArrayList<>(ShopLog.STAGES);
    names.add("Page Viewed");
    var kinds = new ArrayList<List<String>>();
    for (int left = 0; left < names.size(); left++) {
      var stages = new ArrayList<>(names);
      stages.remove(left);
      kinds.add(List.copyOf(stages));
    }
    return kinds;
  }

  /** The funnels, two of them with a breakdown, and the sessions of the project. */
  static List<Funnel> all() {
    var funnels = new ArrayList<Funnel>();
    for (var stages : stages()) {
      var breakdowns = funnels.size() < 2 ? List.of("category") : List.<String>of();
      funnels.add(FlinkDuel.funnel("shop-" + funnels.size(), stages, breakdowns));
    }
    funnels.add(
        new Funnel(
            new FunnelVersion(ShopTopic.PROJECT, SessionFigures.ID, 1),
            SessionFigures.DEFINITION,
            Calendar.UTC));
    return funnels;
  }
}
