package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Kills the broker for half a minute while events come in, and holds what was accepted against what
 * is counted: once without a spool, once with one. Half of the senders send again until they are
 * answered 200, as SDKs do; the other half are pages that are left, and never do.
 *
 * <p>Arguments: events a second (200), seconds of the outage (30).
 */
public final class BrokerOutage {

  private static final int LINES = 48; // of each half
  private static final int CALM_SECONDS = 10; // before and after
  private static final int SETTLE_SECONDS = 240;
  private static final int PAUSE_MILLIS = 500;

  private final HttpClient http = HttpClient.newHttpClient();
  private final int rate;
  private final int outageSeconds;

  private BrokerOutage(int rate, int outageSeconds) {
    this.rate = rate;
    this.outageSeconds = outageSeconds;
  }

  /** What became of what one half sent. */
  private static final class Half {
    private final String name;
    private final boolean repeats;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    private Half(String name, boolean repeats) {
      this.name = name;
      this.repeats = repeats;
    }
  }

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    int rate = Arguments.number(args, 0, 200);
    int outage = Arguments.number(args, 1, 30);
    var benchmark = new BrokerOutage(rate, outage);
    benchmark.run(null);
    var spool = Files.createTempDirectory("voronka-spool");
    try {
      benchmark.run(spool);
    } finally {
      Folders.delete(spool);
    }
    System.out.println(Machine.description());
  }

  private void run(@Nullable Path spool) throws Exception {
    try (var broker = BrokerProcess.start();
        var product = ProductProcess.start(settings(broker, spool))) {
      define(product);
      var again = new Half("again", true);
      var once = new Half("once", false);
      var threads = Executors.newFixedThreadPool(2 * LINES);
      try {
        long begin = System.nanoTime();
        int events = rate / 2 * (2 * CALM_SECONDS + outageSeconds);
        var senders = new ArrayList<Future<?>>();
        for (var half : List.of(again, once)) {
          for (int i = 0; i < LINES; i++) {
            senders.add(threads.submit(() -> send(product.ingestPort(), half, events, begin)));
          }
        }
        TimeUnit.SECONDS.sleep(CALM_SECONDS);
        broker.kill();
        TimeUnit.SECONDS.sleep(outageSeconds);
        broker.startAgain();
        await(senders);
        int counted = settled(product, again.accepted.get() + once.accepted.get());
        print(spool != null, again, once, events, counted);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static Map<String, String> settings(BrokerProcess broker, @Nullable Path spool) {
    return spool == null
        ? Map.of("VORONKA_BOOTSTRAP", broker.bootstrap())
        : Map.of("VORONKA_BOOTSTRAP", broker.bootstrap(), "VORONKA_SPOOL", spool.toString());
  }

  private static void await(List<Future<?>> senders)
      throws InterruptedException, ExecutionException {
    for (var sender : senders) {
      sender.get();
    }
  }

  private void define(ProductProcess product) throws IOException, InterruptedException {
    var definition =
        "{\"name\": \"Sent\", \"stages\": [{\"name\": \"sent\", \"anyOf\": [{\"event\":"
            + " \"Sent\"}]}]}";
    var answer =
        http.send(
            product.dashboard("/funnels/sent").PUT(BodyPublishers.ofString(definition)).build(),
            BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.body());
    }
  }

  /** Sends events of a half at their times; each is of another person. */
  private Void send(int port, Half half, int events, long begin) throws InterruptedException {
    HttpLine line = null;
    for (int i = half.next.getAndIncrement(); i < events; i = half.next.getAndIncrement()) {
      long due = begin + i * 2_000_000_000L / rate;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      var request = request(half, i);
      boolean isDone = false;
      while (!isDone) {
        try {
          line = line == null ? new HttpLine(port) : line;
          isDone = line.send(request) == 200;
        } catch (IOException broken) {
          line = null;
        }
        if (isDone) {
          half.accepted.incrementAndGet();
        } else if (half.repeats) {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } else {
          half.refused.incrementAndGet();
          isDone = true;
        }
      }
    }
    return null;
  }

  private static byte[] request(Half half, int number) {
    var headers =
        "Authorization: Bearer "
            + ProductProcess.WRITE_KEY
            + "\r\nSec-Fetch-Mode: "
            + (half.repeats ? "cors" : "no-cors")
            + "\r\n";
    var id = half.name + "-" + number;
    var body =
        "{\"event\":\"Sent\",\"anonymousId\":\"%s\",\"messageId\":\"m-%s\"}".formatted(id, id);
    return HttpLine.request("/v1/track", headers, DoorCalls.bytes(body));
  }

  /** Waits until everything is counted; returns how many persons are. */
  private int settled(ProductProcess product, int accepted)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
    int counted = 0;
    boolean isSettled = false;
    while (!(isSettled && counted >= accepted) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      isSettled = get(product, "/status").path("settled").asBoolean();
      counted = get(product, "/funnels/sent/report").at("/stages/0/reached").asInt();
    }
    return counted;
  }

  private JsonNode get(ProductProcess product, String path)
      throws IOException, InterruptedException {
    return Json.read(http.send(product.dashboard(path).build(), BodyHandlers.ofByteArray()).body());
  }

  private void print(boolean isSpooled, Half again, Half once, int events, int counted) {
    int accepted = again.accepted.get() + once.accepted.get();
    System.out.printf(
        "%s spool, %d events/s, the broker killed for %d s: of %d each, accepted %d of those sent"
            + " again and %d of those sent once (%d refused); accepted %d, counted %d (%s)%n",
        isSpooled ? "with" : "without",
        rate,
        outageSeconds,
        events,
        again.accepted.get(),
        once.accepted.get(),
        once.refused.get(),
        accepted,
        counted,
        counted == accepted
            ? "the same"
            : counted > accepted
                ? "some were kept though they were answered 503"
                : "LOST " + (accepted - counted));
  }
}
