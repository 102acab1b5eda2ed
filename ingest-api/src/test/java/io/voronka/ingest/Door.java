package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.kit.Health;
import io.voronka.kit.Telemetry;
import io.voronka.kit.WebServer;
import io.voronka.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

/** The ingest routes on a free port over a fake sink; the clock stands at {@link #NOW}. */
final class Door implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-22T10:02:00Z");
  static final String KEY = "wk_demo_7Qp2";
  static final String OTHER_KEY = "wk_other_1234";

  final FakeEventSink sink = new FakeEventSink();
  final Telemetry telemetry = new Telemetry();
  final InFlight inFlight = new InFlight();

  private final HttpClient client = HttpClient.newHttpClient();
  private final WebServer server;

  Door() {
    var routes =
        new IngestRoutes(
            new WriteKeys(Map.of(KEY, "demo", OTHER_KEY, "other")),
            new CallReader(Duration.ofDays(90), new MessageIds(() -> new UUID(0, 7))),
            sink,
            inFlight,
            new IngestMetrics(telemetry.registry()),
            () -> NOW,
            Runnable::run);
    server =
        new WebServer(
            "127.0.0.1", 0, Limits.REQUEST_BYTES, () -> Health.READY, telemetry, routes::register);
    server.start();
  }

  /** What came back. */
  record Reply(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return Json.read(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** Posts with the key. */
  Reply post(String path, String body) {
    return post(path, body.getBytes(StandardCharsets.UTF_8));
  }

  Reply post(String path, byte[] body) {
    return send("POST", path, body, Map.of("Authorization", "Bearer " + KEY));
  }

  Reply send(String method, String path, byte[] body, Map<String, String> headers) {
    return sendAsync(method, path, body, headers).join();
  }

  CompletableFuture<Reply> sendAsync(
      String method, String path, byte[] body, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return client.sendAsync(request.build(), BodyHandlers.ofByteArray()).thenApply(Reply::new);
  }

  static byte[] gzip(byte[] plain) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /** Forgets what came before, for the next test; a new door is slow to close. */
  Door fresh() {
    sink.reset();
    return this;
  }

  double counted(String meter, String... tags) {
    return telemetry.registry().get(meter).tags(tags).counter().count();
  }

  @Override
  public void close() {
    server.close();
  }
}
