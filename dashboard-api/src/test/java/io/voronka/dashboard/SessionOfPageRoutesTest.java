package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.dashboard.oidc.Grants;
import io.voronka.kit.Health;
import io.voronka.kit.Telemetry;
import io.voronka.kit.TrustedProxies;
import io.voronka.kit.WebServer;
import io.voronka.wire.Json;
import io.voronka.wire.Seal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in over HTTP, as a browser would. */
class SessionOfPageRoutesTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String TOKEN = "{\"token\": \"apitoken\"}";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-02T12:00:00Z"));
  private volatile BooleanSupplier right = () -> false; // of who asked for the stream
  private WebServer server;

  @BeforeEach
  void start() {
    open(false);
  }

  private void open(boolean isSecure) {
    var random = new SecureRandom();
    var seal = new Seal(new byte[Seal.KEY_BYTES], random);
    var sessions = new PageSessions(seal, isSecure, 8080, random, now::get);
    var attempts = SessionOfPageRoutes.attempts(new TrustedProxies(1), now::get);
    var access =
        new Access(
            Map.of("apitoken", "shop"),
            new AccessBook(),
            sessions,
            Grants.NONE,
            new TrustedProxies(1));
    server =
        new WebServer(
            "127.0.0.1",
            0,
            1000,
            () -> Health.READY,
            new Telemetry(),
            routes -> {
              new SessionOfPageRoutes(access, sessions, false, attempts).register(routes);
              routes.post("/api/v1/change", ctx -> ctx.result(access.project(ctx)));
              routes.get("/api/v1/counted", ctx -> ctx.result(access.countedFor(ctx)));
              routes.get("/api/v1/stream", ctx -> right = access.rightOf(ctx));
            });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_token_opens_a_session_that_no_script_can_read() throws Exception {
    var answer = send("POST", "/session", TOKEN);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Json.read(answer.body()).path("project").asText()).isEqualTo("shop");
    assertThat(Json.read(answer.body()).path("role").asText()).isEqualTo("admin");
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("voronka-8080=")
        .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=604800")
        .doesNotContain("Secure", "apitoken");
    var shown = send("GET", "/session", "", "Cookie", cookie(answer));
    assertThat(Json.read(shown.body())).isEqualTo(Json.read(answer.body()));
  }

  @Test
  void over_https_browsers_keep_it_to_https_and_this_host() throws Exception {
    server.close();
    open(true);

    assertThat(send("POST", "/session", TOKEN).headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("__Host-voronka=")
        .contains("Secure", "HttpOnly", "SameSite=Strict", "Path=/");
  }

  @Test
  void what_changes_something_must_come_from_the_page_itself() throws Exception {
    var session = send("POST", "/session", TOKEN);
    var csrf = Json.read(session.body()).path("csrf").asText();

    var own = send("POST", "/change", "", "Cookie", cookie(session), "X-CSRF-Token", csrf);
    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(send("POST", "/change", "", "Cookie", cookie(session)).statusCode()).isEqualTo(403);
    var guessed = send("POST", "/change", "", "Cookie", cookie(session), "X-CSRF-Token", "guess");
    assertThat(guessed.statusCode()).isEqualTo(403);
    var program = send("POST", "/change", "", "Authorization", "Bearer apitoken");
    assertThat(program.statusCode()).as("a program with a token of its own").isEqualTo(200);
  }

  @Test
  void other_sites_can_not_sign_anybody_in() throws Exception {
    assertThat(send("POST", "/session", TOKEN, "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(send("POST", "/session", TOKEN, "Sec-Fetch-Site", "same-origin").statusCode())
        .isEqualTo(200);
  }

  @Test
  void what_is_open_for_long_ends_with_the_session() throws Exception {
    var session = cookie(send("POST", "/session", TOKEN));
    send("GET", "/stream", "", "Cookie", session);
    assertThat(right.getAsBoolean()).isTrue();

    now.set(now.get().plus(Duration.ofDays(7)));

    assertThat(right.getAsBoolean()).isFalse();
  }

  @Test
  void who_shows_nothing_is_counted_by_the_address_that_the_proxy_saw() throws Exception {
    var one = send("GET", "/counted", "", "X-Forwarded-For", "9.9.9.9, 203.0.113.1");
    var other = send("GET", "/counted", "", "X-Forwarded-For", "9.9.9.9, 203.0.113.2");
    var twice =
        send("GET", "/counted", "", "X-Forwarded-For", "9.9.9.9", "X-Forwarded-For", "203.0.113.3");
    var wrong = send("GET", "/counted", "", "Authorization", "Bearer guess");
    var session = send("GET", "/counted", "", "Cookie", cookie(send("POST", "/session", TOKEN)));

    assertThat(one.body()).asString().isEqualTo("203.0.113.1");
    assertThat(other.body()).asString().isEqualTo("203.0.113.2");
    assertThat(twice.body()).asString().isEqualTo("203.0.113.3");
    assertThat(wrong.body()).asString().isEqualTo("127.0.0.1");
    assertThat(session.body()).asString().isNotEqualTo("127.0.0.1");
  }

  @Test
  void nothing_else_is_a_session() throws Exception {
    var good = cookie(send("POST", "/session", TOKEN));
    var spoilt = good.substring(0, 30) + (good.charAt(30) == 'A' ? 'B' : 'A') + good.substring(31);

    assertThat(who()).isEmpty();
    assertThat(who("Cookie", spoilt)).isEmpty();
    assertThat(who("Cookie", "voronka" + good.substring(7).toUpperCase(Locale.ROOT))).isEmpty();
    assertThat(who("Cookie", "voronka-8080=")).isEmpty();
    assertThat(who("Cookie", good.replace("8080", "8081"))).isEmpty();
    assertThat(who("Authorization", "Bearer other")).isEmpty();
    assertThat(who("Authorization", "Bearer apitoken")).isEqualTo("shop");
    assertThat(who("Cookie", good)).isEqualTo("shop");
    now.updateAndGet(time -> time.plus(Duration.ofDays(7)));
    assertThat(who("Cookie", good)).as("over").isEmpty();
  }

  private String who(String... headers) throws Exception {
    return Json.read(send("GET", "/session", "", headers).body()).path("project").asText("");
  }

  @Test
  void unknown_tokens_and_bodies_are_told_what_is_wrong() throws Exception {
    assertThat(send("POST", "/session", "{\"token\": \"other\"}").statusCode()).isEqualTo(401);
    assertThat(send("POST", "/session", "{\"token\": 7}").statusCode()).isEqualTo(400);
    assertThat(send("POST", "/session", "{").statusCode()).isEqualTo(400);
  }

  @Test
  void signing_out_takes_the_cookie_away() throws Exception {
    var session = send("POST", "/session", TOKEN);
    var csrf = Json.read(session.body()).path("csrf").asText();

    var answer = send("DELETE", "/session", "", "Cookie", cookie(session), "X-CSRF-Token", csrf);

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("voronka-8080=;")
        .contains("Expires=Thu, 01 Jan 1970 00:00:00 GMT");
  }

  @Test
  void guessing_is_slowed_down() throws Exception {
    int refused = 0;
    for (int i = 0; i < 61; i++) {
      refused += send("POST", "/session", "{\"token\": \"guess\"}").statusCode() == 429 ? 1 : 0;
    }

    assertThat(refused).isEqualTo(1);
    assertThat(send("POST", "/session", TOKEN, "X-Forwarded-For", "203.0.113.9").statusCode())
        .as("who comes through the same proxy from elsewhere")
        .isEqualTo(200);
  }

  private static String cookie(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  private HttpResponse<byte[]> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var address = URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path);
    var request = HttpRequest.newBuilder(address).method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }
}
