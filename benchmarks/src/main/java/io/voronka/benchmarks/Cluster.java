package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.allinone.EmbeddedBroker;
import io.voronka.testing.FreePorts;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A broker in this process; beside it a door, a dashboard and any number of stream instances, each
 * a process of its own.
 */
final class Cluster implements AutoCloseable {

  private static final String WRITE_KEY = "cluster-write-key";
  private static final String TOKEN = "cluster-api-token";
  private static final Duration READY = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final Map<String, String> env = new HashMap<>();
  private final EmbeddedBroker broker;
  private final Map<String, ServiceProcess> streams = new TreeMap<>();
  private final ServiceProcess ingest;
  private final ServiceProcess dashboard;

  /**
   * Starts it with one stream instance, {@code s1}, and waits until it is ready.
   *
   * @param folder where everything is kept
   */
  Cluster(Path folder, int partitions) throws IOException, InterruptedException {
    this.folder = folder;
    this.broker = new EmbeddedBroker(folder.resolve("broker"));
    broker.start();
    int ingestPort = FreePorts.any();
    int dashboardPort = FreePorts.any();
    env.putAll(
        Map.of(
            "VORONKA_BOOTSTRAP",
            broker.bootstrap(),
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
            "P7300D")); // the events are of a fixed day
    start("s1");
    ingest = new ServiceProcess("ingest", "ingest", folder, ingestPort, env);
    dashboard = new ServiceProcess("dashboard", "dashboard", folder, dashboardPort, env);
    try {
      ingest.awaitReady(READY);
      dashboard.awaitReady(READY);
    } catch (RuntimeException | InterruptedException failed) {
      close();
      throw failed;
    }
  }

  String bootstrap() {
    return broker.bootstrap();
  }

  /** Starts a stream instance that was not there before. */
  void start(String name) throws IOException {
    int port = FreePorts.any();
    var own = new HashMap<>(env);
    own.put("VORONKA_STREAMS_PORT", Integer.toString(port));
    streams.put(name, new ServiceProcess("streams", name, folder, port, own));
  }

  /** Ends a stream instance as a power cut would, and starts it again at once. */
  void killAndStart(String name) throws IOException {
    named(name).killAndStart();
  }

  void awaitReady(String name) throws InterruptedException {
    named(name).awaitReady(READY);
  }

  /** Lets a stream instance end in order; it does not come back. */
  void stop(String name) throws InterruptedException {
    named(name).stop();
    streams.remove(name);
  }

  private ServiceProcess named(String name) {
    return Objects.requireNonNull(streams.get(name), name);
  }

  /** Stops the broker in order and starts it again under its address. */
  void restartBroker() {
    var before = broker.bootstrap();
    broker.close();
    broker.start();
    if (!broker.bootstrap().equals(before)) {
      throw new IllegalStateException("another process took the broker's port meanwhile");
    }
  }

  HttpRequest.Builder ingest(String path) {
    return HttpRequest.newBuilder(URI.create(ingest.url() + path))
        .header("Authorization", "Bearer " + WRITE_KEY);
  }

  HttpRequest.Builder dashboard(String path) {
    return HttpRequest.newBuilder(URI.create(dashboard.url() + "/api/v1" + path))
        .header("Authorization", "Bearer " + TOKEN);
  }

  void define(String funnel, JsonNode definition) throws IOException, InterruptedException {
    var put = BodyPublishers.ofByteArray(Json.bytes(definition));
    answer(dashboard("/funnels/" + funnel).PUT(put).build());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
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
  void awaitHolders(int instances, Duration atMost) throws IOException, InterruptedException {
    awaitStatus(status -> holders(status).size() == instances, atMost);
  }

  /** Waits until every event is in the figures. */
  void settle(Duration atMost) throws IOException, InterruptedException {
    awaitStatus(status -> status.path("settled").asBoolean(), atMost);
  }

  /** Waits until a question is answered: whoever holds what it needs is known, and answers. */
  void awaitAnswer(String path, Duration atMost) throws IOException, InterruptedException {
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

  @Override
  public void close() {
    streams.values().forEach(ServiceProcess::kill);
    ingest.kill();
    dashboard.kill();
    broker.close();
  }
}
