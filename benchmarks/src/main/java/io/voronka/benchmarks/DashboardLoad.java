package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Measures what readers cost while events come in: how soon a page has the figures of all funnels,
 * what open live pages take of the processors, and how long reports take.
 *
 * <p>Arguments: events a second (1000), open pages (200), reports a second (200), seconds of each
 * part (30). There are {@value #FUNNELS} funnels of {@value #SHOPS} shops; an event moves those of
 * its own. Every fifth page shows all funnels, the others one each.
 */
public final class DashboardLoad {

  private static final int FUNNELS = 50;
  private static final int SHOPS = 10;
  private static final int PAGES_TO_AN_OVERVIEW = 5;
  private static final int PEOPLE = 10_000;
  private static final int BATCHES_A_SECOND = 10;
  private static final int ROUNDS = 7;
  private static final int HISTORY = 100_000;
  private static final long SEED = 20260301;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ProductProcess product;
  private final int eventsPerSecond;
  private final Duration part;
  private final Random random = new Random(SEED);
  private long sent;

  private DashboardLoad(ProductProcess product, int eventsPerSecond, Duration part) {
    this.product = product;
    this.eventsPerSecond = eventsPerSecond;
    this.part = part;
  }

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    int events = Arguments.number(args, 0, 1000);
    int pages = Arguments.number(args, 1, 200);
    int reports = Arguments.number(args, 2, 200);
    var part = Duration.ofSeconds(Arguments.number(args, 3, 30));
    System.out.printf("%d funnels, %d events a second, seed %d%n", FUNNELS, events, SEED);
    try (var product = ProductProcess.start()) {
      var load = new DashboardLoad(product, events, part);
      load.define();
      new ShopLoad(product).send(history());
      load.openPage();
      load.openPages(pages);
      load.reports(reports);
    }
    System.out.println(Machine.description());
  }

  private void define() throws IOException, InterruptedException {
    for (int i = 0; i < FUNNELS; i++) {
      var window = "P" + (1 + i % 14) + "D";
      product.define("f" + i, ShopLog.funnel("Funnel " + i, window, shop(i)));
    }
  }

  private static String shop(int number) {
    return " " + Math.floorMod(number, SHOPS);
  }

  private static List<ShopLog.Entry> history() {
    return ShopLog.of(HISTORY, SEED, Instant.now().toEpochMilli()).stream()
        .map(entry -> entry.in(shop(entry.person().hashCode())))
        .toList();
  }

  private static String funnel(int number) {
    return "/funnels/f" + number % FUNNELS;
  }

  /** The list of funnels, then the live stream until each has shown its figures. */
  private void openPage() throws Exception {
    var millis = new Timings();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      http.send(product.dashboard("/funnels").build(), BodyHandlers.discarding());
      try (var page = new OpenPages(product, List.of("/live"))) {
        while (page.reports() < FUNNELS) {
          page.requireOpen();
          TimeUnit.MILLISECONDS.sleep(1);
        }
      }
      millis.add((System.nanoTime() - start) / 1e6);
    }
    System.out.println("a page has the figures of all funnels, ms: " + millis);
  }

  private void openPages(int number) throws Exception {
    double without = processors(() -> {});
    var paths =
        IntStream.range(0, number)
            .mapToObj(i -> i % PAGES_TO_AN_OVERVIEW == 0 ? "/live" : funnel(i) + "/live")
            .toList();
    try (var pages = new OpenPages(product, paths)) {
      double with = processors(pages::requireOpen);
      System.out.printf(
          "processors taken: %.2f without readers, %.2f with %d live pages, which were sent %d"
              + " reports%n",
          without, with, number, pages.reports());
    }
  }

  /** Something to be done in between. */
  private interface Step {
    void run() throws IOException;
  }

  /** Sends events for a while; returns how many processors the product took on average. */
  private double processors(Step after) throws Exception {
    var before = product.cpu();
    long start = System.nanoTime();
    sendEvents(start + part.toNanos());
    after.run();
    return product.cpu().minus(before).toNanos() / (double) (System.nanoTime() - start);
  }

  private void sendEvents(long untilNanos) throws IOException, InterruptedException {
    long due = System.nanoTime();
    while (due < untilNanos) {
      var answer =
          http.send(
              product.ingest("/v1/batch").POST(BodyPublishers.ofByteArray(batch())).build(),
              BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.body());
      }
      due += TimeUnit.SECONDS.toNanos(1) / BATCHES_A_SECOND;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    }
  }

  private byte[] batch() {
    var body = JsonNodeFactory.instance.objectNode();
    var calls = body.putArray("batch");
    for (int i = 0; i < eventsPerSecond / BATCHES_A_SECOND; i++) {
      int person = random.nextInt(PEOPLE);
      calls
          .addObject()
          .put("type", "track")
          .put("messageId", "live-" + sent++)
          .put("userId", "user-" + person)
          .put("event", ShopLog.STAGES.get(random.nextInt(ShopLog.STAGES.size())) + shop(person));
    }
    return Json.bytes(body);
  }

  private void reports(int perSecond) throws Exception {
    var sending =
        CompletableFuture.runAsync(
            () -> {
              try {
                sendEvents(System.nanoTime() + part.toNanos());
              } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
              }
            });
    var millis = new ConcurrentLinkedQueue<Double>();
    var answers = new ArrayList<CompletableFuture<?>>();
    long due = System.nanoTime();
    for (int i = 0; i < perSecond * part.toSeconds(); i++) {
      long asked = due; // when it should have been asked: a slow answer can't hide the next
      var request = product.dashboard(funnel(i) + "/report").build();
      answers.add(
          http.sendAsync(request, BodyHandlers.ofString())
              .thenAccept(
                  answer -> {
                    if (answer.statusCode() != 200) {
                      throw new IllegalStateException(answer.body());
                    }
                    millis.add((System.nanoTime() - asked) / 1e6);
                  }));
      due += TimeUnit.SECONDS.toNanos(1) / perSecond;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)).join();
    sending.join();
    var sorted = List.copyOf(millis.stream().sorted().toList());
    System.out.printf(
        "%d reports a second, ms: median %.1f, p99 %.1f, max %.1f%n",
        perSecond,
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() * 99 / 100),
        sorted.get(sorted.size() - 1));
  }
}
