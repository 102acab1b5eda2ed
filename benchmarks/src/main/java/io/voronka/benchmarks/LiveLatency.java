package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Measures how long after its acknowledgement an event is visible in {@code live}, with the
 * embedded broker and all services in one process.
 *
 * <p>Events come one a request at a steady rate. They take turns over {@value #FUNNELS} funnels, so
 * that the events of one funnel are further apart than the latency and the n-th report of a funnel
 * can be told to show its n-th event.
 *
 * <p>Arguments: events a second (100), events (1 000).
 */
public final class LiveLatency {

  private static final int FUNNELS = 20;
  private static final int WARM_UP_SECONDS = 90;

  /** More at once would be a crowd of new connections as soon as something takes a moment. */
  private static final int MOST_AT_ONCE = 200;

  private final ProductProcess product;
  private final HttpClient http = HttpClient.newHttpClient();
  private final int rate;
  private final int events;

  /** When each event was acknowledged and when it was seen, in nanoseconds; 0: not yet. */
  private final AtomicLongArray acknowledged;

  private final AtomicLongArray seen;

  private double reachedRate; // events a second that were taken, of those sent last

  private LiveLatency(ProductProcess product, int rate, int events) {
    this.product = product;
    this.rate = rate;
    this.events = events;
    this.acknowledged = new AtomicLongArray(events);
    this.seen = new AtomicLongArray(events);
  }

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    int rate = Arguments.number(args, 0, 100);
    int events = Arguments.number(args, 1, 1000);
    try (var product = ProductProcess.start()) {
      new LiveLatency(product, rate, events).run();
    }
  }

  private void run() throws Exception {
    for (int funnel = 0; funnel < FUNNELS; funnel++) {
      define("slot-" + funnel, "Seen", funnel);
      define("warm-" + funnel, "Warm up", funnel);
    }
    var stream = http.send(product.dashboard("/live").build(), BodyHandlers.ofLines());
    var reader = CompletableFuture.runAsync(() -> stream.body().forEach(this::read));
    send(-1, rate * WARM_UP_SECONDS); // the reader too has to be warm
    send(0, events);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (IntStream.range(0, events).anyMatch(i -> seen.get(i) == 0)) {
      if (System.nanoTime() > deadline || reader.isDone()) {
        throw new IllegalStateException("not every event was seen");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    print();
  }

  private void define(String id, String event, int slot) throws IOException, InterruptedException {
    var definition =
        """
        {"name": "Slot %2$d", "stages": [{"name": "seen", "anyOf": [
          {"event": "%1$s", "where": [{"property": "slot", "op": "eq", "value": %2$d}]}]}]}
        """
            .formatted(event, slot);
    var answer =
        http.send(
            product.dashboard("/funnels/" + id).PUT(BodyPublishers.ofString(definition)).build(),
            BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.body());
    }
  }

  /** Sends at the rate and waits for the answers; {@code first} −1: to warm up, uncounted. */
  private void send(int first, int count) throws InterruptedException {
    var failures = new ConcurrentLinkedQueue<String>();
    var free = new Semaphore(MOST_AT_ONCE);
    var answers = new CompletableFuture<?>[count];
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = start + i * 1_000_000_000L / rate;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      free.acquire();
      int index = first + i;
      var request = first < 0 ? call("warm-" + i, "Warm up", i) : call("p-" + i, "Seen", i);
      answers[i] =
          http.sendAsync(request, BodyHandlers.ofString())
              .whenComplete((answer, failed) -> free.release())
              .thenAccept(
                  answer -> {
                    if (answer.statusCode() != 200) {
                      failures.add(answer.body());
                    } else if (first >= 0) {
                      acknowledged.set(index, System.nanoTime());
                    }
                  });
    }
    CompletableFuture.allOf(answers).join();
    reachedRate = count * 1e9 / (System.nanoTime() - start);
    if (!failures.isEmpty()) {
      throw new IllegalStateException(failures.size() + " failed: " + failures.peek());
    }
  }

  private HttpRequest call(String person, String event, int number) {
    var body =
        """
        {"userId": "%s", "event": "%s", "properties": {"slot": %d}}
        """
            .formatted(person, event, number % FUNNELS);
    return product
        .ingest("/v1/track")
        .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8))
        .build();
  }

  private void read(String line) {
    if (!line.startsWith("data:")) {
      return;
    }
    long now = System.nanoTime();
    JsonNode report = Json.read(line.substring(5).getBytes(StandardCharsets.UTF_8));
    var funnel = report.path("funnel").asText();
    if (!funnel.startsWith("slot-")) {
      return;
    }
    int slot = Integer.parseInt(funnel.substring("slot-".length()));
    int reached = report.path("stages").path(0).path("reached").asInt();
    for (int n = 0; n < reached; n++) {
      int event = n * FUNNELS + slot;
      if (event < events) {
        seen.compareAndSet(event, 0, now);
      }
    }
  }

  private void print() {
    var millis =
        IntStream.range(0, events)
            .mapToDouble(i -> Math.max(0, seen.get(i) - acknowledged.get(i)) / 1e6)
            .sorted()
            .toArray();
    System.out.printf(
        "%d events at %d/s (%.0f/s reached): acknowledged -> visible in live: p50 %.0f ms, p99 %.0f"
            + " ms, worst %.0f ms%n",
        events, rate, reachedRate, at(millis, 0.5), at(millis, 0.99), millis[millis.length - 1]);
    System.out.println(Machine.description());
  }

  private static double at(double[] sorted, double share) {
    return sorted[Math.min(sorted.length - 1, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
