package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.kit.Health;
import io.voronka.kit.Telemetry;
import io.voronka.kit.WebServer;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limit over HTTP, two requests in ten seconds; and what each answer of JSON has. */
class RequestLimitTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-02T12:00:00Z"));
  private WebServer server;

  @BeforeEach
  void start() {
    var limit =
        new RequestLimit(
            2, Duration.ofSeconds(10), ctx -> String.valueOf(ctx.header("Caller")), now::get);
    server =
        new WebServer(
            "127.0.0.1",
            0,
            1000,
            () -> Health.READY,
            new Telemetry(),
            routes -> {
              limit.register(routes, "/api/*");
              routes.get("/api/thing", ctx -> WebServer.json(ctx, Map.of("size", 7)));
            });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void twice_the_limit_may_come_at_once_and_then_as_many_as_it_says() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(get("ann").statusCode()).isEqualTo(200);
    }
    var refused = get("ann");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("6");
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(Json.read(refused.body()).path("status").asInt()).isEqualTo(429);
    assertThat(get("bob").statusCode()).as("another caller").isEqualTo(200);

    now.updateAndGet(time -> time.plusSeconds(5));
    assertThat(get("ann").statusCode()).isEqualTo(200);
    assertThat(get("ann").statusCode()).isEqualTo(429);
  }

  @Test
  void an_answer_that_the_caller_has_is_not_sent_again() throws Exception {
    var first = get("ann");
    var tag = first.headers().firstValue("ETag").orElseThrow();
    var again = get("ann", "If-None-Match", "\"other\", " + tag);

    assertThat(tag).startsWith("W/\"");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get("ann", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  private HttpResponse<byte[]> get(String caller, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/thing"))
            .header("Caller", caller);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }
}
