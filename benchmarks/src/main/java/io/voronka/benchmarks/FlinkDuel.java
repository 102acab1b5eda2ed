package io.voronka.benchmarks;

import io.voronka.model.definition.ConversionWindow;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.definition.Stage;
import io.voronka.model.time.Calendar;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures one funnel of four stages through the whole stream program against a Flink job written
 * for this funnel, with state on the heap and in RocksDB: same events on the same kind of topic,
 * same processors, same heap. All have to find the same figures, and those of a plain loop.
 *
 * <p>Arguments: events (3 000 000), rounds (5), warm-up events (a sixth of the events), and {@code
 * as-sent} for a log as it arrives in life, see {@link ShopDelivery}: that needs a job that keeps
 * more, to find the same figures. Without it events come in order and once. Each trial has a
 * process of its own, which is warmed up by the first events; rounds are interleaved.
 */
public final class FlinkDuel {

  static final long SEED = 20260301;
  static final Duration WINDOW = Duration.ofDays(7);
  static final int PARTITIONS = 4;
  static final List<String> JVM = JavaProcess.options("-Xmx2g");
  private static final String FUNNEL = "shop";
  private static final String AS_SENT = "as-sent";

  private FlinkDuel() {}

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    int events = Arguments.number(args, 0, 3_000_000);
    int rounds = Arguments.number(args, 1, 5);
    int warmUp = Arguments.number(args, 2, events / 6);
    var end = Instant.now().truncatedTo(ChronoUnit.DAYS);
    boolean isAsSent = args.length > 3;
    if (isAsSent && !args[3].equals(AS_SENT)) {
      throw new IllegalArgumentException("the fourth can be " + AS_SENT + ", not " + args[3]);
    }
    var entries = ShopLog.of(warmUp + events, SEED, end.toEpochMilli());
    var log = isAsSent ? ShopDelivery.of(entries, SEED) : entries;
    var warm = log.subList(0, warmUp).stream().sorted(ShopLog.IN_ORDER).toList();
    var first = ShopPeople.reached(warm, ShopLog.STAGES, WINDOW);
    var all = ShopPeople.reached(entries, ShopLog.STAGES, WINDOW);
    System.out.printf(
        "%d events%s after %d to warm up, seed %d: %s%n",
        log.size() - warmUp, isAsSent ? " as sent" : "", warmUp, SEED, all);
    System.out.println(Machine.description());
    var trial =
        new StreamTrial(
            List.of(funnel(FUNNEL, ShopLog.STAGES, List.of())),
            ShopPeople.known(log),
            warmUp,
            PARTITIONS);
    var peers = new LinkedHashMap<String, StreamPeer>();
    peers.put("product", new StreamProgram(JVM, 1, PARTITIONS, Map.of(FUNNEL, all)));
    var job = isAsSent ? FlinkPeer.Job.ANY_ORDER : FlinkPeer.Job.IN_ORDER;
    peers.put("Flink, heap", new FlinkPeer(JVM, "hashmap", job, WINDOW, first, all));
    peers.put("Flink, RocksDB", new FlinkPeer(JVM, "rocksdb", job, WINDOW, first, all));
    Rounds.run(trial, peers, rounds);
  }

  /** An ordered funnel whose stages are called as the events. */
  static Funnel funnel(String id, List<String> stages, List<String> breakdowns) {
    return new Funnel(
        new FunnelVersion(ShopTopic.PROJECT, id, 1),
        FunnelDefinition.of(id, stages.stream().map(name -> Stage.named(name, name)).toList())
            .window(ConversionWindow.of(WINDOW))
            .breakdowns(breakdowns)
            .build(),
        Calendar.UTC);
  }
}
