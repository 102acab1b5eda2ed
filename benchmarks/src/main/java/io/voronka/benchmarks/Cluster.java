package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A broker, a door, a dashboard and any number of stream instances, each by itself, so that one can
 * be killed while the others go on. The stream instances are numbered from 1.
 */
abstract class Cluster implements AutoCloseable {

  /** How long a service may take until it is ready. */
  static final Duration READY = Duration.ofMinutes(2);

  private static final String WRITE_KEY = "cluster-write-key";
  private static final String TOKEN = "cluster-api-token";

  private final HttpClient http = HttpClient.newHttpClient();
  private final int ingestPort;
  private final int dashboardPort;

  /** A way to have one. */
  @FunctionalInterface
  interface Kind {

    /**
     * Starts one with one stream instance and waits until it is ready.
     *
     * @param folder where its logs are kept, and what else it keeps
     */
    Cluster start(Path folder, int partitions) throws IOException, InterruptedException;
  }

  /** One whose door and dashboard answer, or will, at ports of this machine. */
  Cluster(int ingestPort, int dashboardPort) {
    this.ingestPort = ingestPort;
    this.dashboardPort = dashboardPort;
  }

  /** What has to be set for all services, but where the broker is. */
  final Map<String, String> settings(int partitions) {
    return Map.of(
        "VORONKA_PARTITIONS",
        Integer.toString(partitions),
        "VORONKA_WRITE_KEYS",
        "bench:" + WRITE_KEY,
        "VORONKA_API_TOKENS",
        "bench:" + TOKEN,
        "VORONKA_INGEST_PORT",
        Integer.toString(ingestPort),
        "VORONKA_DASHBOARD_PORT",
        Integer.toString(dashboardPort),
        "VORONKA_OUTPUT_TOPICS",
        "on",
        "VORONKA_RETENTION",
        "P7300D"); // the events are of a fixed day
  }

  /** Where this process reaches the broker. */
  abstract String bootstrap();

  /**
   * Starts stream instances, or lets the last ones end in order, one after the other, until there
   * are so many.
   */
  abstract void scale(int instances) throws IOException, InterruptedException;

  /** Ends a stream instance as a power cut would, and starts it again at once. */
  abstract void killAndStart(int instance) throws IOException, InterruptedException;

  /** Waits until a stream instance is ready. */
  abstract void awaitReady(int instance) throws IOException, InterruptedException;

  /** Stops the broker in order and starts it again under its address. */
  abstract void restartBroker() throws IOException, InterruptedException;

  /** Ends all of it. */
  @Override
  public abstract void close();

  final HttpRequest.Builder ingest(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingestPort + path))
        .header("Authorization", "Bearer " + WRITE_KEY);
  }

  final HttpRequest.Builder dashboard(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + dashboardPort + "/api/v1" + path))
        .header("Authorization", "Bearer " + TOKEN);
  }

  final void define(String funnel, JsonNode definition) throws IOException, InterruptedException {
    var put = BodyPublishers.ofByteArray(Json.bytes(definition));
    answer(dashboard("/funnels/" + funnel).PUT(put).build());
  }

  final JsonNode get(String path) throws IOException, InterruptedException {
    return answer(dashboard(path).build());
  }

  private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
    var answer = http.send(request, BodyHandlers.ofByteArray());
    var json = Json.read(answer.body());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(request.uri() + ": " + json);
    }
    return json;
  }

  /** Waits until so many stream instances hold partitions of events. */
  final void awaitHolders(int instances, Duration atMost) throws IOException, InterruptedException {
    awaitStatus(status -> holders(status).size() == instances, atMost);
  }

  /** Waits until every event is in the figures. */
  final void settle(Duration atMost) throws IOException, InterruptedException {
    awaitStatus(status -> status.path("settled").asBoolean(), atMost);
  }

  /** Waits until a question is answered: whoever holds what it needs is known, and answers. */
  final void awaitAnswer(String path, Duration atMost) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    var request = dashboard(path).build();
    while (http.send(request, BodyHandlers.discarding()).statusCode() != 200) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(path + " is not answered within " + atMost);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static Set<String> holders(JsonNode status) {
    var holders = new HashSet<String>();
    status.path("partitions").forEach(one -> holders.add(one.path("instance").asText()));
    return holders;
  }

  private void awaitStatus(Predicate<JsonNode> wanted, Duration atMost)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (var status = get("/status"); !wanted.test(status); status = get("/status")) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not within " + atMost + ": " + status);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
