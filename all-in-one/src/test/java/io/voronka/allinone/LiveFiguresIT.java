package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All services in this process, against a broker that is not theirs. */
class LiveFiguresIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  void each_event_moves_the_figures_that_are_pushed(@TempDir Path folder) throws Exception {
    try (var broker = TestBroker.start(folder.resolve("broker"));
        var product =
            new Product(
                Map.of(
                    "VORONKA_BOOTSTRAP", broker.bootstrap(),
                    "VORONKA_DATA", folder.resolve("data").toString(),
                    "VORONKA_WRITE_KEYS", "shop:write-key-1",
                    "VORONKA_API_TOKENS", "shop:api-token-1",
                    "VORONKA_INGEST_PORT", "0",
                    "VORONKA_DASHBOARD_PORT", "0",
                    "VORONKA_STREAMS_PORT", "0",
                    "VORONKA_PARTITIONS", "3",
                    "VORONKA_REPLICATION", "1",
                    "VORONKA_TIME_ZONE", "shop=Asia/Kolkata"),
                folder.resolve("data"),
                InstantSource.system())) {
      product.start();
      Await.until(
          Duration.ofMinutes(1),
          () -> "ready: " + product.health(),
          () -> product.health().isReady());
      put(product, "/funnels/checkout");
      var reports = follow(product);

      for (int person = 0; person < 20; person++) {
        track(product, person, "Viewed");
        track(product, person, "Bought");
        int expected = person + 1;
        Await.soon(
            () -> "person " + expected + " among " + reports,
            () -> reports.contains(List.of(expected, expected)));
      }

      var ofTimelines = report(product, "granularity=hour&from=2000-01-01T00:00:00Z");
      assertThat(ofTimelines.path("timeZone").asText()).isEqualTo("Asia/Kolkata");
      assertThat(ofTimelines.at("/series/0/bucket").asText()).endsWith(":30:00Z");
      // Totals and series may lie on different partitions, of which one is read a moment later.
      Await.soon(
          () -> "the live series become " + ofTimelines.path("series"),
          () ->
              report(product, "granularity=hour")
                  .path("series")
                  .equals(ofTimelines.path("series")));
      // While something is still summed up, there is news.
      Await.soon(
          () -> "who has everything is sent nothing but a sign of life",
          () -> firstLine(product, idOfLast(product), "").startsWith(":"));
      assertThat(firstLine(product, "another-7", "data:")).contains("checkout");
    }
  }

  private static String idOfLast(Product product) {
    return firstLine(product, "", "id:").substring(3).strip();
  }

  /** Opens the stream as one that had an event before; returns its first line of a kind. */
  private static String firstLine(Product product, String lastId, String beginning) {
    var request = dashboard(product, "/funnels/checkout/live");
    if (!lastId.isEmpty()) {
      request.header("Last-Event-ID", lastId);
    }
    try (var lines = HTTP.send(request.build(), BodyHandlers.ofLines()).body()) {
      return lines
          .filter(line -> !line.isEmpty() && line.startsWith(beginning))
          .findFirst()
          .orElseThrow();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static List<List<Integer>> follow(Product product) throws Exception {
    var reports = new CopyOnWriteArrayList<List<Integer>>();
    var stream =
        HTTP.sendAsync(dashboard(product, "/funnels/checkout/live").build(), BodyHandlers.ofLines())
            .get(10, TimeUnit.SECONDS);
    assertThat(stream.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    var unused =
        CompletableFuture.runAsync(
            () ->
                stream
                    .body()
                    .filter(line -> line.startsWith("data:"))
                    .map(line -> Json.read(line.substring(5).getBytes(StandardCharsets.UTF_8)))
                    .forEach(
                        report ->
                            reports.add(
                                List.of(
                                    report.at("/stages/0/reached").asInt(),
                                    report.at("/stages/1/reached").asInt()))));
    Await.soon(() -> "the first report", () -> reports.contains(List.of(0, 0)));
    return reports;
  }

  private static void put(Product product, String path) throws Exception {
    var definition =
        """
        {"name": "Checkout", "stages": [
          {"name": "Viewed", "anyOf": [{"event": "Viewed"}]},
          {"name": "Bought", "anyOf": [{"event": "Bought"}]}]}
        """;
    var answer =
        HTTP.send(
            dashboard(product, path).PUT(BodyPublishers.ofString(definition)).build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private static JsonNode report(Product product, String query) {
    var request = dashboard(product, "/funnels/checkout/report?" + query).build();
    return Json.read(HTTP.sendAsync(request, BodyHandlers.ofByteArray()).join().body());
  }

  private static HttpRequest.Builder dashboard(Product product, String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + product.dashboardPort() + "/api/v1" + path))
        .header("Authorization", "Bearer api-token-1");
  }

  private static void track(Product product, int person, String event) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.ingestPort() + "/v1/track"))
            .header("Authorization", "Bearer write-key-1")
            .POST(
                BodyPublishers.ofString(
                    "{\"userId\": \"p" + person + "\", \"event\": \"" + event + "\"}"))
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
