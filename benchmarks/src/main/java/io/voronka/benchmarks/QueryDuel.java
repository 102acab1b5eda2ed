package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

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

  private final HttpClient http = HttpClient.newHttpClient();
  private final ProductProcess product;
  private final HttpRequest question;
  private final DuckTable table;

  private QueryDuel(ProductProcess product, DuckTable table) {
    this.product = product;
    this.question = question(product);
    this.table = table;
  }

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    int events = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 9;
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
        new QueryDuel(product, table).run(rounds);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static HttpRequest question(ProductProcess product) {
    var body = JsonNodeFactory.instance.objectNode();
    var definition = body.putObject("definition").put("name", "Shop");
    definition.put("window", WINDOW.toString());
    var stages = definition.putArray("stages");
    for (var name : ShopLog.STAGES) {
      stages.addObject().put("name", name).putArray("anyOf").addObject().put("event", name);
    }
    return product
        .dashboard("/query/funnel")
        .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
        .build();
  }

  private void run(int rounds) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      round(new Timings(), new Timings());
    }
    var ofProduct = new Timings();
    var ofTable = new Timings();
    var ratios = new Timings();
    var productBefore = product.cpu();
    var tableBefore = ownCpu();
    for (int i = 0; i < rounds; i++) {
      ratios.add(round(ofProduct, ofTable));
    }
    double productCpu = product.cpu().minus(productBefore).toMillis() / (double) rounds;
    double tableCpu = ownCpu().minus(tableBefore).toMillis() / (double) rounds;
    System.out.printf("product, ms: %s; of processors %.0f%n", ofProduct, productCpu);
    System.out.printf("DuckDB, ms: %s; of processors %.0f%n", ofTable, tableCpu);
    System.out.println("times as fast as DuckDB: " + ratios);
    System.out.println(Machine.description());
  }

  private static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  /** Asks both; returns how many times as fast the product was. */
  private double round(Timings ofProduct, Timings ofTable) throws Exception {
    var product = timed(this::askProduct, ofProduct);
    var duck = timed(() -> table.reached(ShopLog.STAGES, WINDOW), ofTable);
    if (!product.equals(duck)) {
      throw new IllegalStateException("product " + product + ", DuckDB " + duck);
    }
    return ofTable.last() / ofProduct.last();
  }

  private static List<Long> timed(Callable<List<Long>> asked, Timings into) throws Exception {
    long start = System.nanoTime();
    var answer = asked.call();
    into.add((System.nanoTime() - start) / 1e6);
    return answer;
  }

  private List<Long> askProduct() throws IOException, InterruptedException {
    var answer = http.send(question, BodyHandlers.ofByteArray());
    var json = Json.read(answer.body());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(json.toString());
    }
    var reached = new ArrayList<Long>();
    json.path("stages").forEach(stage -> reached.add(stage.path("reached").asLong()));
    return reached;
  }
}
