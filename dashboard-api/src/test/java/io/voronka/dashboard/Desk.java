package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.kit.Health;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.Telemetry;
import io.voronka.kit.WebServer;
import io.voronka.model.definition.Funnel;
import io.voronka.testing.FunnelText;
import io.voronka.wire.Json;
import io.voronka.wire.Position;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The routes about people on a free port, over instances that a test makes; the clock stands at
 * {@link #NOW}.
 */
final class Desk implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-03-02T12:00:30Z");
  static final Funnel CHECKOUT =
      FunnelText.saved(
          FunnelText.brokenDownBy(FunnelText.funnel("view > cart > buy", "PT30M"), "utm", "size"));

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final List<String> erased = new CopyOnWriteArrayList<>();

  private final WebServer server;

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

    /** Path and message of every fault. */
    List<String> faults() {
      return json().path("violations").findValuesAsText("path").stream().sorted().toList();
    }
  }

  /**
   * Opens it.
   *
   * @param partitions how many there are
   */
  Desk(MarksView marks, int partitions) {
    var access = new Access(Map.of("token", "shop"));
    var funnels =
        new SavedFunnels() {
          @Override
          public Funnel get(String project, String id) {
            if (!project.equals("shop") || !id.equals("checkout")) {
              throw new ServiceException(ProblemType.NOT_FOUND, "No funnel '" + id + "'.");
            }
            return CHECKOUT;
          }

          @Override
          public Funnel reported(Funnel current, ReportQuery query) {
            return current;
          }
        };
    var timelines = new TimelineClient(marks, partitions, Duration.ofMillis(1));
    server =
        new WebServer(
            "127.0.0.1",
            0,
            1_000_000,
            () -> Health.READY,
            new Telemetry(),
            routes -> {
              new PersonRoutes(access, funnels, marks, timelines, this::erase, () -> NOW)
                  .register(routes);
              new ExploreRoutes(access, funnels, marks, timelines, () -> NOW).register(routes);
            });
    server.start();
  }

  private Position erase(String project, String id, boolean isSubtracted) {
    erased.add(project + " " + id + (isSubtracted ? " subtracted" : ""));
    return Position.NONE;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  Reply get(String path) {
    return get(path, "Authorization", "Bearer token");
  }

  Reply get(String path, String... headers) {
    return send("GET", path, headers);
  }

  Reply delete(String path) {
    return send("DELETE", path, "Authorization", "Bearer token");
  }

  private Reply send(String method, String path, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, BodyPublishers.noBody())
            .headers(headers);
    try {
      return new Reply(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
