package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long a new funnel takes over the timelines that are already held, as a ratio to a
 * plain scan of the same store: an ad-hoc question about the same definition, which reads every
 * timeline, evaluates it and keeps nothing. Meanwhile another funnel gets live events; its longest
 * pause is printed. In the end the product is killed in the middle of an evaluation and has to
 * complete it with the figures of the plain scan.
 *
 * <p>Arguments: events (5 000 000), rounds (5).
 */
public final class NewFunnel {

  private static final long SEED = 20260301;
  private static final int LIVE_EVERY_MILLIS = 50;
  private static final long COMPLETE_MINUTES = 30;
  private static final String FUNNEL = "/funnels/new";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ProductProcess product;
  private final ObjectNode definition = definition();
  private volatile boolean isOver;
  private int liveSent;

  private NewFunnel(ProductProcess product) {
    this.product = product;
  }

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    int events = Arguments.number(args, 0, 5_000_000);
    int rounds = Arguments.number(args, 1, 5);
    var end = Instant.now().truncatedTo(ChronoUnit.DAYS);
    System.out.printf("%d events, seed %d%n", events, SEED);
    try (var product = ProductProcess.start()) {
      long start = System.nanoTime();
      new ShopLoad(product).send(ShopLog.of(events, SEED, end.toEpochMilli()));
      System.out.printf(
          "loaded in %.0f s, %d s of processors%n",
          (System.nanoTime() - start) / 1e9, product.cpu().toSeconds());
      var benchmark = new NewFunnel(product);
      benchmark.measure(rounds);
      benchmark.killInTheMiddle();
    }
    System.out.println(Machine.description());
  }

  private static ObjectNode definition() {
    var json = ShopLog.funnel("New", "P7D");
    json.putArray("breakdowns").add("category");
    return json;
  }

  private void measure(int rounds) throws Exception {
    put(
        "/funnels/live",
        "{\"name\":\"Live\",\"stages\":[{\"name\":\"Tick\",\"anyOf\":[{\"event\":\"Tick\"}]}]}");
    awaitComplete("live");
    scan(); // only warms up
    var quiet = longestPause(() -> TimeUnit.SECONDS.sleep(10));
    System.out.printf(
        "longest pause of another funnel's live figures, nothing beside: %d ms%n", quiet);
    var scans = new Timings();
    var evaluations = new Timings();
    var ratios = new Timings();
    long pause = 0;
    for (int round = 0; round < rounds; round++) {
      scans.add(seconds(this::scan));
      pause = Math.max(pause, longestPause(() -> evaluations.add(seconds(this::evaluate))));
      ratios.add(evaluations.last() / scans.last());
      requireFigures();
      delete();
    }
    System.out.println("plain scan, s: " + scans);
    System.out.println("new funnel until complete, s: " + evaluations);
    System.out.println("times as long as the scan: " + ratios);
    System.out.printf("longest pause of another funnel's live figures meanwhile: %d ms%n", pause);
  }

  private void killInTheMiddle() throws Exception {
    put(FUNNEL, definition.toString());
    double done = progress("new");
    while (done < 0.25) {
      TimeUnit.MILLISECONDS.sleep(20);
      done = progress("new");
    }
    if (done == 1) {
      System.out.println(
          "too few events: it was evaluated before it could be killed in the middle");
      return;
    }
    product.killAndStart();
    awaitComplete("new");
    requireFigures();
    System.out.printf(
        "killed when %.0f %% were evaluated: completed after the restart with the same figures%n",
        100 * done);
  }

  /** Something that takes a while. */
  private interface Work {
    void run() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private JsonNode scan() throws IOException, InterruptedException {
    var body = JsonNodeFactory.instance.objectNode();
    body.set("definition", definition);
    var request =
        product.dashboard("/query/funnel").POST(BodyPublishers.ofByteArray(Json.bytes(body)));
    return answer(request.build()).path("stages");
  }

  private void evaluate() throws IOException, InterruptedException {
    put(FUNNEL, definition.toString());
    awaitComplete("new");
  }

  private void requireFigures() throws IOException, InterruptedException {
    var live = answer(product.dashboard(FUNNEL + "/report").build()).path("stages");
    var plain = scan();
    for (int stage = 0; stage < plain.size(); stage++) {
      for (var figure : List.of("reached", "advanced", "dropped")) {
        var expected = plain.path(stage).path(figure);
        if (!expected.equals(live.path(stage).path(figure))) {
          throw new IllegalStateException("live " + live + ", scanned " + plain);
        }
      }
    }
  }

  /**
   * Sends live events during the work; returns the longest time without a change in the figures.
   */
  private long longestPause(Work work) throws Exception {
    isOver = false;
    var sender = CompletableFuture.runAsync(this::sendLive);
    var watcher = CompletableFuture.supplyAsync(this::watch);
    work.run();
    isOver = true;
    sender.join();
    return watcher.join();
  }

  private void sendLive() {
    try {
      while (!isOver) {
        var body = "{\"userId\": \"live-%d\", \"event\": \"Tick\"}".formatted(liveSent++);
        answer(product.ingest("/v1/track").POST(BodyPublishers.ofString(body)).build());
        TimeUnit.MILLISECONDS.sleep(LIVE_EVERY_MILLIS);
      }
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private long watch() {
    var changes = new ArrayList<Long>();
    long known = -1;
    try {
      while (!isOver) {
        var report = answer(product.dashboard("/funnels/live/report").build());
        long reached = report.at("/stages/0/reached").asLong();
        if (reached != known) {
          changes.add(System.nanoTime());
          known = reached;
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
    long longest = 0;
    for (int i = 1; i < changes.size(); i++) {
      longest = Math.max(longest, changes.get(i) - changes.get(i - 1));
    }
    return TimeUnit.NANOSECONDS.toMillis(longest);
  }

  private void put(String path, String json) throws IOException, InterruptedException {
    answer(product.dashboard(path).PUT(BodyPublishers.ofString(json)).build());
  }

  private void delete() throws IOException, InterruptedException {
    http.send(product.dashboard(FUNNEL).DELETE().build(), BodyHandlers.discarding());
  }

  private void awaitComplete(String funnel) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(COMPLETE_MINUTES);
    while (progress(funnel) < 1) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(funnel + " did not complete");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private double progress(String funnel) throws IOException, InterruptedException {
    for (var one : answer(product.dashboard("/status").build()).path("funnels")) {
      if (one.path("id").asText().equals(funnel)) {
        return one.path("progress").asDouble();
      }
    }
    return 0;
  }

  private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
    var answer = http.send(request, BodyHandlers.ofByteArray());
    var json = Json.read(answer.body());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(request.uri() + ": " + json);
    }
    return json;
  }
}
