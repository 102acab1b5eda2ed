package io.voronka.benchmarks;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Measures the report of a saved funnel, over HTTP, against {@code windowFunnel} of ClickHouse over
 * its own table of the same log, also over HTTP. Both have to find the same figures.
 *
 * <p>Arguments: events (1 000 000), rounds (9). It is measured with a tenth of the events first,
 * then with all. Rounds are interleaved, after some that only warm up.
 */
public final class ReportDuel {

  private static final long SEED = 20260301;
  private static final Duration WINDOW = Duration.ofDays(7);
  private static final int WARM_UP = 300; // what answers is compiled by then

  private ReportDuel() {}

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    int events = Arguments.number(args, 0, 1_000_000);
    int rounds = Arguments.number(args, 1, 9);
    var command = ClickHouse.command();
    if (command.isEmpty()) {
      System.out.println("There is no clickhouse-server on the PATH: nothing is compared.");
      System.exit(2);
    }
    var folder = Files.createTempDirectory("voronka-duel");
    try (var table = ClickHouse.start(command.get(), folder)) {
      System.out.printf("ClickHouse %s, seed %d%n", table.version(), SEED);
      run(events / 10, rounds, table);
      run(events, rounds, table);
      System.out.println(Machine.description());
    } finally {
      Folders.delete(folder);
    }
  }

  private static void run(int events, int rounds, ClickHouse table) throws Exception {
    var end = Instant.now().truncatedTo(ChronoUnit.DAYS);
    var log = inSeconds(ShopLog.of(events, SEED, end.toEpochMilli()));
    table.load(log);
    try (var product = ProductProcess.start()) {
      product.define("shop", ShopLog.funnel("Shop", WINDOW.toString()));
      new ShopLoad(product).send(log);
      System.out.printf("%d events:%n", events);
      var question = product.dashboard("/funnels/shop/report").build();
      var duel =
          new Duel(
              () -> product.reached(question),
              "ClickHouse",
              () -> table.reached(ShopLog.STAGES, WINDOW));
      duel.warmUp(WARM_UP);
      duel.run(rounds);
      System.out.println("  product, ms: " + duel.ofProduct());
      System.out.println("  ClickHouse, ms: " + duel.ofOther());
      System.out.println("  times as fast as ClickHouse: " + duel.ratios());
    }
  }

  /** ClickHouse's DateTime has no finer times, so neither side is given any. */
  private static List<ShopLog.Entry> inSeconds(List<ShopLog.Entry> log) {
    return log.stream()
        .map(
            entry ->
                new ShopLog.Entry(
                    entry.number(),
                    entry.person(),
                    entry.millis() / 1000 * 1000,
                    entry.name(),
                    entry.category(),
                    entry.priceCents()))
        .toList();
  }
}
