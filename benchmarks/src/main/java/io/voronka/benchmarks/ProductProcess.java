package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.allinone.Voronka;
import io.voronka.testing.FreePorts;
import io.voronka.wire.Json;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The product as a process of its own, with a data folder that is gone afterwards. */
final class ProductProcess implements AutoCloseable {

  static final String WRITE_KEY = "benchmark-write-key";
  private static final String TOKEN = "benchmark-api-token";
  private static final int READY_SECONDS = 120;
  private static final int STOP_SECONDS = 30;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Map<String, String> settings;
  private Process process;
  private final Path folder;
  private final int ingestPort;
  private final int dashboardPort;

  private ProductProcess(
      Path folder, int ingestPort, int dashboardPort, Map<String, String> settings)
      throws IOException {
    this.settings = Map.copyOf(settings);
    this.folder = folder;
    this.ingestPort = ingestPort;
    this.dashboardPort = dashboardPort;
    this.process = launch();
  }

  static ProductProcess start() throws IOException, InterruptedException {
    return start(Map.of());
  }

  /** Starts it with further settings. */
  static ProductProcess start(Map<String, String> settings)
      throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("voronka-benchmark");
    var product = new ProductProcess(folder, FreePorts.any(), FreePorts.any(), settings);
    try {
      product.awaitReady();
      return product;
    } catch (RuntimeException | InterruptedException failed) {
      product.close();
      throw failed;
    }
  }

  private Process launch() throws IOException {
    var builder =
        new ProcessBuilder(
                JavaProcess.command(
                    Voronka.class.getName(),
                    "up",
                    "--data",
                    folder.resolve("data").toString(),
                    "--ingest-port",
                    Integer.toString(ingestPort),
                    "--dashboard-port",
                    Integer.toString(dashboardPort)))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.resolve("log").toFile()));
    builder.environment().put("VORONKA_WRITE_KEYS", "bench:" + WRITE_KEY);
    builder.environment().put("VORONKA_API_TOKENS", "bench:" + TOKEN);
    builder.environment().put("VORONKA_STREAMS_PORT", "0");
    builder.environment().putAll(settings);
    return builder.start();
  }

  /**
   * Ends it as a power cut would, starts it again on the same folder and waits until it is ready.
   */
  void killAndStart() throws IOException, InterruptedException {
    killed();
    process = launch();
    awaitReady();
  }

  private void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (true) {
      try {
        var ready = HttpRequest.newBuilder(URI.create(ingest() + "/health/ready")).build();
        if (HTTP.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // asked again below
      }
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("the product did not become ready, see " + folder);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  int ingestPort() {
    return ingestPort;
  }

  private String ingest() {
    return "http://127.0.0.1:" + ingestPort;
  }

  HttpRequest.Builder ingest(String path) {
    return HttpRequest.newBuilder(URI.create(ingest() + path))
        .header("Authorization", "Bearer " + WRITE_KEY);
  }

  HttpRequest.Builder dashboard(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + dashboardPort + "/api/v1" + path))
        .header("Authorization", "Bearer " + TOKEN);
  }

  /** Saves a funnel that there is not. */
  void define(String id, JsonNode definition) throws IOException, InterruptedException {
    var body = BodyPublishers.ofByteArray(Json.bytes(definition));
    var answer = HTTP.send(dashboard("/funnels/" + id).PUT(body).build(), BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(answer.body());
    }
  }

  /** Asks for a report; returns how many reached each stage. */
  List<Long> reached(HttpRequest question) throws IOException, InterruptedException {
    var answer = HTTP.send(question, BodyHandlers.ofByteArray());
    var json = Json.read(answer.body());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(json.toString());
    }
    var reached = new ArrayList<Long>();
    json.path("stages").forEach(stage -> reached.add(stage.path("reached").asLong()));
    return reached;
  }

  /** The processor time that it has taken, of all its threads. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process
        .onExit()
        .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
        .exceptionally(late -> killed())
        .join();
    Folders.delete(folder);
  }

  private Process killed() {
    return process.destroyForcibly().onExit().join();
  }
}
