package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** An open live page: what it shows, and when any of its figures went backwards. Thread-safe. */
final class LiveFollower implements AutoCloseable {

  /** A figure that was smaller than before. */
  record Drop(String funnel, int stage, long before, long after, Instant at) {}

  /** Is told what a funnel's first stage shows, and when, in nanoseconds. */
  @FunctionalInterface
  interface Watcher {
    void shows(String funnel, long reached, long nanos);
  }

  private final Watcher watcher;
  private final Map<String, List<Long>> shown = new HashMap<>();
  private final List<Drop> drops = new ArrayList<>();
  private final HttpResponse<Stream<String>> stream;
  private final CompletableFuture<Void> reader;
  private long reports;

  LiveFollower(Cluster cluster, Watcher watcher) throws IOException, InterruptedException {
    this.watcher = watcher;
    this.stream =
        HttpClient.newHttpClient().send(cluster.dashboard("/live").build(), BodyHandlers.ofLines());
    this.reader = CompletableFuture.runAsync(() -> stream.body().forEach(this::read));
  }

  private void read(String line) {
    if (line.startsWith("data:")) {
      take(Json.read(line.substring(5).getBytes(StandardCharsets.UTF_8)), System.nanoTime());
    }
  }

  private synchronized void take(JsonNode report, long nanos) {
    reports++;
    var funnel = report.path("funnel").asText();
    var now = new ArrayList<Long>();
    report.path("stages").forEach(stage -> now.add(stage.path("reached").asLong()));
    var before = shown.put(funnel, now);
    for (int stage = 0; before != null && stage < now.size(); stage++) {
      if (now.get(stage) < before.get(stage)) {
        drops.add(new Drop(funnel, stage, before.get(stage), now.get(stage), Instant.now()));
      }
    }
    watcher.shows(funnel, now.get(0), nanos);
  }

  synchronized List<Drop> drops() {
    return List.copyOf(drops);
  }

  synchronized long reports() {
    return reports;
  }

  /** Whether the page is still open. */
  boolean isOpen() {
    return !reader.isDone();
  }

  @Override
  public void close() {
    stream.body().close();
  }
}
