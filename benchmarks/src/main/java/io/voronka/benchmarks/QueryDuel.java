package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.wire.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Measures a question about a funnel that nobody saved, over HTTP, against DuckDB over its own
 * table of the same log. Both have to find the same figures.
 *
 * <p>Arguments: events (1 000 000), rounds (9). Rounds are interleaved, after some that only warm
 * up.
 */
public final class QueryDuel {

  private static final long SEED = 20260301;
  private static final Duration WINDOW = Duration.ofDays(7);
  private static final int WARM_UP = 6;

  private QueryDuel() {}

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    int events = Arguments.number(args, 0, 1_000_000);
    int rounds = Arguments.number(args, 1, 9);
    var end = Instant.now().truncatedTo(ChronoUnit.DAYS);
    var log = ShopLog.of(events, SEED, end.toEpochMilli());
    System.out.printf("%d events, seed %d%n", events, SEED);
    var folder = Files.createTempDirectory("voronka-duel");
    try (var product = ProductProcess.start()) {
      long start = System.nanoTime();
      new ShopLoad(product).send(log);
      System.out.printf(
          "loaded in %.0f s, %d s of processors%n",
          (System.nanoTime() - start) / 1e9, product.cpu().toSeconds());
      try (var table = DuckTable.of(log, folder)) {
        run(product, table, rounds);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static HttpRequest question(ProductProcess product) {
    var body = JsonNodeFactory.instance.objectNode();
    body.set("definition", ShopLog.funnel("Shop", WINDOW.toString()));
    return product
        .dashboard("/query/funnel")
        .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
        .build();
  }

  private static void run(ProductProcess product, DuckTable table, int rounds) throws Exception {
    var question = question(product);
    var duel =
        new Duel(
            () -> product.reached(question), "DuckDB", () -> table.reached(ShopLog.STAGES, WINDOW));
    duel.warmUp(WARM_UP);
    var productBefore = product.cpu();
    var tableBefore = ownCpu();
    duel.run(rounds);
    double productCpu = product.cpu().minus(productBefore).toMillis() / (double) rounds;
    double tableCpu = ownCpu().minus(tableBefore).toMillis() / (double) rounds;
    System.out.printf("product, ms: %s; of processors %.0f%n", duel.ofProduct(), productCpu);
    System.out.printf("DuckDB, ms: %s; of processors %.0f%n", duel.ofOther(), tableCpu);
    System.out.println("times as fast as DuckDB: " + duel.ratios());
    System.out.println(Machine.description());
  }

  private static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }
}
