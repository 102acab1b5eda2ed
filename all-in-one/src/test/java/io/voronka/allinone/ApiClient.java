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
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** What a user of one project does over HTTP. */
final class ApiClient {

  private static final int UNAVAILABLE = 503;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String ingestUrl;
  private final String dashboardUrl;
  private final String writeKey;
  private final String token;

  ApiClient(RunningProduct product, String writeKey, String token) {
    this(product.ingestUrl(), product.dashboardUrl(), writeKey, token);
  }

  ApiClient(String ingestUrl, String dashboardUrl, String writeKey, String token) {
    this.ingestUrl = ingestUrl;
    this.dashboardUrl = dashboardUrl;
    this.writeKey = writeKey;
    this.token = token;
  }

  void define(String id, JsonNode definition) {
    var answer = dashboard("PUT", "/funnels/" + id, Json.bytes(definition));
    assertThat(answer.statusCode()).as(text(answer)).isIn(200, 201);
  }

  JsonNode report(String id, String query) {
    return get("/funnels/" + id + "/report" + query);
  }

  /**
   * Reports what is known after a position: asks again for as long as the figures are behind it,
   * which lasts where several products start at a time.
   */
  JsonNode reportAfter(String id, String position) {
    var path = "/funnels/" + id + "/report?after=" + position;
    var answer = new AtomicReference<HttpResponse<byte[]>>();
    Await.soon(
        () -> path,
        () -> {
          answer.set(dashboard("GET", path, new byte[0]));
          return answer.get().statusCode() != UNAVAILABLE;
        });
    return json(path, answer.get()); // the first one: asked again, more could be there
  }

  JsonNode get(String path) {
    return json(path, dashboard("GET", path, new byte[0]));
  }

  private static JsonNode json(String path, HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).as(path + ": " + text(answer)).isEqualTo(200);
    return Json.read(answer.body());
  }

  /** Gets another form of an answer than JSON. */
  String text(String path, String type) {
    var answer =
        send(
            HttpRequest.newBuilder(URI.create(dashboardUrl + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", type)
                .build());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
  }

  HttpResponse<byte[]> dashboard(String method, String path, byte[] body) {
    return send(
        HttpRequest.newBuilder(URI.create(dashboardUrl + "/api/v1" + path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofByteArray(body))
            .build());
  }

  HttpResponse<byte[]> ingest(String path, byte[] body) {
    return send(
        HttpRequest.newBuilder(URI.create(ingestUrl + path))
            .header("Authorization", "Bearer " + writeKey)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  /** Waits until every event is counted and every funnel complete. */
  void settle() {
    Await.until(
        Duration.ofMinutes(6),
        () -> text(dashboard("GET", "/status", new byte[0])),
        () -> {
          var status = dashboard("GET", "/status", new byte[0]);
          return status.statusCode() == 200 && Json.read(status.body()).path("settled").asBoolean();
        });
  }

  private static HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofByteArray());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  static String text(HttpResponse<byte[]> answer) {
    return answer.statusCode()
        + " "
        + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
