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
 * Measures the report of a saved funnel, over HTTP, against {@code windowFunnel} of ClickHouse over
 * its own table of the same log, also over HTTP. Both have to find the same figures.
 *
 * <p>Arguments: events (1 000 000), rounds (9). It is measured with a tenth of the events first,
 * then with all. Rounds are interleaved, after some that only warm up.
 */
public final class ReportDuel {

  private static final long SEED = 20260301;
  private static final Duration WINDOW = Duration.ofDays(7);
  private static final int WARM_UP = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ProductProcess product;
  private final ClickHouse table;

  private ReportDuel(ProductProcess product, ClickHouse table) {
    this.product = product;
    this.table = table;
  }

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    int events = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 9;
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
      var duel = new ReportDuel(product, table);
      duel.define();
      new ShopLoad(product).send(log);
      System.out.printf("%d events:%n", events);
      duel.run(rounds);
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

  private void define() throws IOException, InterruptedException {
    var definition = JsonNodeFactory.instance.objectNode().put("name", "Shop");
    definition.put("window", WINDOW.toString());
    var stages = definition.putArray("stages");
    for (var name : ShopLog.STAGES) {
      stages.addObject().put("name", name).putArray("anyOf").addObject().put("event", name);
    }
    var request =
        product.dashboard("/funnels/shop").PUT(BodyPublishers.ofByteArray(Json.bytes(definition)));
    var answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(answer.body());
    }
  }

  private void run(int rounds) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      round(new Timings(), new Timings());
    }
    var ofProduct = new Timings();
    var ofTable = new Timings();
    var ratios = new Timings();
    for (int i = 0; i < rounds; i++) {
      ratios.add(round(ofProduct, ofTable));
    }
    System.out.println("  product, ms: " + ofProduct);
    System.out.println("  ClickHouse, ms: " + ofTable);
    System.out.println("  times as fast as ClickHouse: " + ratios);
  }

  /** Asks both; returns how many times as fast the product was. */
  private double round(Timings ofProduct, Timings ofTable) throws Exception {
    var product = timed(this::askProduct, ofProduct);
    var theirs = timed(() -> table.reached(ShopLog.STAGES, WINDOW), ofTable);
    if (!product.equals(theirs)) {
      throw new IllegalStateException("product " + product + ", ClickHouse " + theirs);
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
    HttpRequest question = product.dashboard("/funnels/shop/report").build();
    var json = Json.read(http.send(question, BodyHandlers.ofByteArray()).body());
    var reached = new ArrayList<Long>();
    json.path("stages").forEach(stage -> reached.add(stage.path("reached").asLong()));
    return reached;
  }
}
