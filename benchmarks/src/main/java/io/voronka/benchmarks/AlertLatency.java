package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long after the end of the minute in which an alert was found its webhook arrives,
 * live: many funnels of the same people, of which one after the other loses all of them.
 *
 * <p>Arguments: people an hour (20 000), funnels (40), hours of history (30), seconds from one drop
 * to the next (17).
 */
public final class AlertLatency {

  private static final long SEED = 20260301;
  private static final double ADVANCING = 0.3;
  private static final int SLOWEST_SECONDS = 300;
  private static final int BATCH = 500;
  private static final Duration WATCHED = Duration.ofMinutes(15);
  private static final Duration TOLD = Duration.ofMinutes(15);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ProductProcess product;
  private final People people;
  private final int funnels;

  /** When the webhook of a funnel's first alert came after the end of its minute, in seconds. */
  private final Map<String, Double> delays = new ConcurrentHashMap<>();

  private AlertLatency(ProductProcess product, People people, int funnels) {
    this.product = product;
    this.people = people;
    this.funnels = funnels;
  }

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    int perHour = Arguments.number(args, 0, 20_000);
    int funnels = Arguments.number(args, 1, 40);
    int hours = Arguments.number(args, 2, 30);
    int pause = Arguments.number(args, 3, 17);
    System.out.printf(
        "%d people an hour, %d funnels, %d hours of history, seed %d%n",
        perHour, funnels, hours, SEED);
    var start = Instant.now().minus(Duration.ofHours(hours));
    try (var product = ProductProcess.start(Map.of("VORONKA_ALERT_PRIVATE_ADDRESSES", "on"))) {
      new AlertLatency(product, new People(perHour, start), funnels).run(pause);
    }
    System.out.println(Machine.description());
  }

  private void run(int pauseSeconds) throws Exception {
    var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var workers = Executors.newCachedThreadPool();
    receiver.setExecutor(workers);
    receiver.createContext("/", this::receive);
    receiver.start();
    try {
      define("http://127.0.0.1:" + receiver.getAddress().getPort() + "/");
      goOn(Duration.ZERO);
      System.out.println("history is loaded");
      awaitWatched();
      System.out.println("all are watched");
      for (int funnel = 0; funnel < funnels; funnel++) {
        people.stopAt(funnel);
        goOn(Duration.ofSeconds(pauseSeconds));
      }
      long deadline = System.nanoTime() + TOLD.toNanos();
      while (delays.size() < funnels && System.nanoTime() < deadline) {
        goOn(Duration.ofSeconds(1));
      }
    } finally {
      receiver.stop(0);
      workers.shutdownNow();
    }
    print();
  }

  private void define(String receiver) throws IOException, InterruptedException {
    for (int funnel = 0; funnel < funnels; funnel++) {
      product.define(
          "f" + funnel,
          Json.read(
              """
              {"name": "Funnel %1$d", "window": "PT1H", "stages": [
                {"name": "Came", "anyOf": [{"event": "Came"}]},
                {"name": "Went on", "anyOf": [
                  {"event": "Went on", "where": [{"property": "p%1$d", "op": "eq", "value": 1}]}]}]}
              """
                  .formatted(funnel)
                  .getBytes(StandardCharsets.UTF_8)));
      ask(
          "PUT",
          "/alerts/rules/f" + funnel,
          "{\"funnel\": \"f%d\", \"deliver\": [{\"type\": \"webhook\", \"url\": \"%s\"}]}"
              .formatted(funnel, receiver));
    }
  }

  private JsonNode ask(String method, String path, String body)
      throws IOException, InterruptedException {
    var request = product.dashboard(path).method(method, BodyPublishers.ofString(body)).build();
    var answer = http.send(request, BodyHandlers.ofByteArray());
    var json = Json.read(answer.body());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(path + ": " + json);
    }
    return json;
  }

  private void receive(HttpExchange exchange) throws IOException {
    var now = Instant.now();
    var told = Json.read(exchange.getRequestBody().readAllBytes());
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
    var end = Instant.parse(told.path("timestamp").asText());
    delays.putIfAbsent(
        told.at("/data/funnel").asText(), Duration.between(end, now).toMillis() / 1000.0);
  }

  /** Sends what is due, and goes on so for a while. */
  private void goOn(Duration duration) throws IOException, InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    do {
      for (var calls = due(); !calls.isEmpty(); calls = due()) {
        send(calls);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    } while (System.nanoTime() < end);
  }

  private ArrayNode due() {
    return people.until(Instant.now(), BATCH, funnels);
  }

  private void send(ArrayNode calls) throws IOException, InterruptedException {
    var body = Json.bytes(JsonNodeFactory.instance.objectNode().set("batch", calls));
    var request = product.ingest("/v1/batch").POST(BodyPublishers.ofByteArray(body)).build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.body());
    }
  }

  /** Goes on until each funnel can say how small a drop it would see. */
  private void awaitWatched() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WATCHED.toNanos();
    for (int funnel = 0; funnel < funnels; funnel++) {
      while (ask("GET", "/alerts/rules/f" + funnel, "").at("/smallestDropSeen/stages").isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("funnel " + funnel + " is not watched");
        }
        goOn(Duration.ofSeconds(1));
      }
    }
  }

  private void print() {
    var sorted = delays.values().stream().sorted().toList();
    System.out.printf("%d of %d drops were told%n", sorted.size(), funnels);
    if (!sorted.isEmpty()) {
      System.out.printf(
          "end of the minute -> webhook: p50 %.1f s, p90 %.1f s, worst %.1f s%n",
          sorted.get(sorted.size() / 2),
          sorted.get(sorted.size() * 9 / 10),
          sorted.get(sorted.size() - 1));
    }
  }

  /** People who come, of whom some go on within minutes, in the order of time; without an end. */
  private static final class People {

    private record Call(Instant at, String person, boolean isFirst) {}

    private final Random random = new Random(SEED);
    private final PriorityQueue<Call> due = new PriorityQueue<>(Comparator.comparing(Call::at));
    private final List<Integer> stopped = new ArrayList<>();
    private final double gapSeconds;
    private Instant next;
    private int number;

    People(int perHour, Instant start) {
      gapSeconds = 3600.0 / perHour;
      next = start;
    }

    /** From now on nobody goes on in that funnel. */
    void stopAt(int funnel) {
      stopped.add(funnel);
    }

    /** The calls before a moment, at most so many of those that are left. */
    ArrayNode until(Instant end, int most, int funnels) {
      var calls = JsonNodeFactory.instance.arrayNode();
      while (calls.size() < most) {
        while (!next.isAfter(end) && (due.isEmpty() || !due.peek().at().isBefore(next))) {
          come();
        }
        if (due.isEmpty() || due.peek().at().isAfter(end)) {
          break;
        }
        calls.add(json(due.remove(), funnels));
      }
      return calls;
    }

    private void come() {
      var person = "p" + number++;
      due.add(new Call(next, person, true));
      if (random.nextDouble() < ADVANCING) {
        due.add(new Call(next.plusSeconds(1 + random.nextInt(SLOWEST_SECONDS)), person, false));
      }
      double gap = -Math.log(1 - random.nextDouble()) * gapSeconds;
      next = next.plusNanos((long) (gap * 1e9));
    }

    private ObjectNode json(Call call, int funnels) {
      var json =
          JsonNodeFactory.instance
              .objectNode()
              .put("type", "track")
              .put("userId", call.person())
              .put("messageId", call.person() + call.isFirst())
              .put("timestamp", call.at().toString())
              .put("event", call.isFirst() ? "Came" : "Went on");
      if (!call.isFirst()) {
        var properties = json.putObject("properties");
        for (int funnel = 0; funnel < funnels; funnel++) {
          properties.put("p" + funnel, stopped.contains(funnel) ? 0 : 1);
        }
      }
      return json;
    }
  }
}
