package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.kit.Health;
import io.voronka.kit.KafkaSettings;
import io.voronka.kit.Telemetry;
import io.voronka.kit.WebServer;
import io.voronka.model.detection.Alert;
import io.voronka.model.detection.Alert.Drop;
import io.voronka.model.detection.Alert.Kind;
import io.voronka.model.detection.Alert.Learned;
import io.voronka.model.detection.Alert.Lost;
import io.voronka.model.detection.Alert.Scope;
import io.voronka.model.detection.Alert.Score;
import io.voronka.model.detection.Alert.State;
import io.voronka.model.detection.Alert.Window;
import io.voronka.model.detection.CoursePoint;
import io.voronka.model.detection.View;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.Json;
import io.voronka.wire.WatchRecord;
import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.ApiToken;
import io.voronka.wire.access.Role;
import io.voronka.wire.access.Secrets;
import io.voronka.wire.alert.AlertNotice.Subject;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertRoutesTest {

  private static final Instant NOW = Instant.parse("2026-03-02T12:00:30Z");
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";
  private static final long NOON =
      AlertRecord.minute(Instant.parse("2026-03-02T12:00:00Z").toEpochMilli());
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final AlertsView alerts =
      new AlertsView(
          new KafkaSettings("127.0.0.1:1", 1, (short) 1, (short) 1, Duration.ofDays(1), Map.of()));
  private final FakeAlertSettings settings = new FakeAlertSettings();
  private final AtomicInteger ids = new AtomicInteger();
  private WebServer server;

  @BeforeEach
  void open() {
    var book = new AccessBook();
    book.take(AccessRecord.of(token("viewer-token", Role.VIEWER)));
    book.take(AccessRecord.of(token("editor-token", Role.EDITOR)));
    var access = new Access(Map.of("token", "shop", "other", "elsewhere"), book);
    var rules =
        new AlertRules(
            settings, project -> project.equals("shop") ? List.of(Desk.CHECKOUT) : List.of());
    server =
        new WebServer(
            "127.0.0.1",
            0,
            1_000_000,
            () -> Health.READY,
            new Telemetry(),
            routes -> {
              new AlertRuleRoutes(access, rules, alerts, () -> SECRET).register(routes);
              new AnnotationRoutes(access, settings, () -> "n" + ids.incrementAndGet(), () -> NOW)
                  .register(routes);
              new AlertRoutes(access, alerts, settings, new AlertAnswers("http://page"), () -> NOW)
                  .register(routes);
            });
    server.start();
  }

  private static ApiToken token(String secret, Role role) {
    return new ApiToken("shop", secret, secret, Secrets.hash(secret), "", role, 0);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private record Reply(int status, String text) {
    JsonNode json() {
      return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    List<String> faults() {
      return json().path("violations").findValuesAsText("path").stream().sorted().toList();
    }
  }

  private Reply send(String method, String path, @Nullable String body) {
    return sendAs("token", method, path, body);
  }

  private Reply sendAs(String token, String method, String path, @Nullable String body) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + token)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private JsonNode get(String path) {
    var reply = send("GET", path, null);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private void tells(String id, long detectedAt, State state, double lost) {
    boolean isOver = state == State.RESOLVED;
    var alert =
        new Alert(
            id,
            Kind.STAGE_DROP,
            state,
            null,
            detectedAt - 10,
            detectedAt,
            detectedAt + (isOver ? 30 : 0),
            isOver ? detectedAt + 30 : null,
            new Window(View.CALENDAR, 10, 40, 20, 2),
            new Drop(0.9, 0.8, 0.95),
            0.5,
            new Lost(lost, 60),
            new Score(15, 10.5, 0.01),
            Scope.BROAD,
            List.of(),
            new Learned(8, 0.01, 0.05));
    var record =
        new AlertRecord(
            new Subject("shop", "checkout", "Checkout", 1, 2, "2 cart", "3 buy"),
            alert,
            List.of(
                new CoursePoint(detectedAt - 15, 5, 9, 10),
                new CoursePoint(detectedAt - 10, 5, 1, 10)));
    alerts.take(record.key(), record.encode());
  }

  @Test
  void alerts_are_listed_by_incident_the_latest_first() {
    tells("a1", NOON - 120, State.RESOLVED, 20);
    tells("a2", NOON - 20, State.FIRING, 18);
    tells("a3", NOON - 8, State.FIRING, 30);

    var json = get("/alerts");
    assertThat(json.path("alerts").findValuesAsText("id")).containsExactly("a3", "a2", "a1");
    assertThat(json.path("incidents").toString())
        .isEqualTo(
            "[{\"id\":\"i-a2\",\"lead\":\"a3\",\"alerts\":[\"a3\",\"a2\"]},"
                + "{\"id\":\"i-a1\",\"lead\":\"a1\",\"alerts\":[\"a1\"]}]");
    assertThat(get("/alerts?state=resolved").path("alerts").findValuesAsText("id"))
        .containsExactly("a1");
    assertThat(get("/alerts?from=2026-03-02T11:00:00Z").path("alerts").findValuesAsText("id"))
        .containsExactly("a3", "a2");
    assertThat(get("/alerts?to=2026-03-02T11:00:00Z").path("alerts").findValuesAsText("id"))
        .containsExactly("a1");
    assertThat(get("/alerts?funnel=signup").path("alerts")).isEmpty();
    assertThat(get("/alerts?limit=1").path("isComplete").asBoolean()).isFalse();
    assertThat(sendAs("other", "GET", "/alerts", null).json().path("alerts")).isEmpty();
    assertThat(send("GET", "/alerts?state=loud&limit=0&color=1", null).faults())
        .containsExactly("color", "limit", "state");
  }

  @Test
  void one_alert_says_what_happened_and_how_it_went() {
    tells("a2", NOON - 20, State.FIRING, 18);

    var json = get("/alerts/a2");
    assertThat(json.path("onset").asText()).isEqualTo("2026-03-02T11:30:00Z");
    assertThat(json.path("url").asText()).isEqualTo("http://page/#/alerts/a2");
    assertThat(json.path("persons").asText())
        .isEqualTo(
            "/api/v1/funnels/checkout/persons?stage=2&state=pending&from=2026-03-02T11:30:00Z");
    assertThat(json.path("text").asText())
        .contains("hardly anybody goes from 2 cart to 3 buy: 2 instead of about 20");
    assertThat(json.path("acknowledgement").isNull()).isTrue();
    assertThat(json.at("/series/1").toString())
        .isEqualTo(
            "{\"at\":\"2026-03-02T11:30:00Z\",\"minutes\":5,\"observed\":1.0,\"expected\":10.0}");
    assertThat(send("GET", "/alerts/a9", null).status()).isEqualTo(404);
    assertThat(sendAs("other", "GET", "/alerts/a2", null).status()).isEqualTo(404);
  }

  @Test
  void what_is_said_of_an_alert_stands_beside_it() {
    tells("a1", NOON - 120, State.RESOLVED, 20);
    tells("a2", NOON - 20, State.FIRING, 18);

    assertThat(send("POST", "/alerts/a2/ack", "{\"as\": \"new-normal\"}").status()).isEqualTo(200);
    assertThat(get("/alerts/a2").path("acknowledgement").toString())
        .isEqualTo("{\"as\":\"new-normal\",\"at\":\"2026-03-02T12:00:30Z\"}");
    assertThat(send("POST", "/alerts/a1/ack", "{\"as\": \"new-normal\"}").faults())
        .containsExactly("as");
    assertThat(send("POST", "/alerts/a1/ack", "{\"as\": \"known\"}").status()).isEqualTo(200);
    assertThat(send("POST", "/alerts/a1/ack", "{\"as\": \"seen\", \"by\": 1}").faults())
        .containsExactly("by");
    assertThat(send("POST", "/alerts/a9/ack", "{\"as\": \"known\"}").status()).isEqualTo(404);
  }

  @Test
  void where_receivers_are_reached_is_shown_to_those_who_may_change_it() {
    var rule =
        """
        {"funnel": "checkout", "deliver": [
          {"type": "webhook", "url": "https://example.com/in?key=1"},
          {"type": "email", "address": "ops@example.com"}]}
        """;
    assertThat(send("PUT", "/alerts/rules/checkout", rule).status()).isEqualTo(201);

    for (var path : List.of("/alerts/rules", "/alerts/rules/checkout")) {
      assertThat(sendAs("viewer-token", "GET", path, null).text())
          .contains("\"type\":\"webhook\"", "\"type\":\"email\"")
          .doesNotContain("example.com");
      assertThat(sendAs("editor-token", "GET", path, null).text())
          .contains("https://example.com/in?key=1", "ops@example.com");
    }
  }

  @Test
  void each_funnel_has_a_default_rule_which_says_what_it_sees() {
    alerts.take(
        new WatchRecord("shop", "checkout", 1, 1, NOON, true, 3, 0.4, 0.2).key(),
        new WatchRecord("shop", "checkout", 1, 1, NOON, true, 3, 0.4, 0.2).encode());
    alerts.take(
        new WatchRecord("shop", "checkout", 1, 2, NOON, false, 3, null, 0.3).key(),
        new WatchRecord("shop", "checkout", 1, 2, NOON, false, 3, null, 0.3).encode());

    var rule = get("/alerts/rules").at("/rules/0");
    assertThat(rule.path("id").asText()).isEqualTo("checkout");
    assertThat(rule.path("isDefault").asBoolean()).isTrue();
    assertThat(rule.path("breakdowns").toString()).isEqualTo("[\"utm\",\"size\"]");
    assertThat(rule.path("smallestDropSeen").toString())
        .isEqualTo(
            "{\"1h\":null,\"24h\":0.3,\"stages\":["
                + "{\"stage\":1,\"state\":\"learning\",\"streams\":3,\"1h\":0.4,\"24h\":0.2},"
                + "{\"stage\":2,\"state\":\"ok\",\"streams\":3,\"1h\":null,\"24h\":0.3}]}");
    assertThat(send("DELETE", "/alerts/rules/checkout", null).status()).isEqualTo(404);
  }

  @Test
  void a_secret_is_shown_once() {
    var made =
        send(
            "PUT",
            "/alerts/rules/night",
            """
            {"funnel": "checkout", "stages": [1], "falseAlarmsPerYear": 4,
             "deliver": [{"type": "webhook", "url": "https://example.com/hook"},
                         {"type": "slack", "url": "https://hooks.example.com/T0/s3cret"}]}
            """);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().at("/deliver/0/secret").asText()).isEqualTo(SECRET);
    assertThat(made.text()).doesNotContain("s3cret");

    var shown = send("GET", "/alerts/rules/night", null);
    assertThat(shown.text()).doesNotContain(SECRET, "s3cret");
    var hook = shown.json().at("/deliver/0/id").asText();
    var slack = shown.json().at("/deliver/1/id").asText();
    var changed =
        send(
            "PUT",
            "/alerts/rules/night",
            "{\"funnel\": \"checkout\", \"deliver\": [{\"id\": \"%s\"}, {\"id\": \"%s\"}]}"
                .formatted(hook, slack));
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.text()).doesNotContain(SECRET, "s3cret");
    assertThat(changed.json().path("deliver").findValuesAsText("id")).containsExactly(hook, slack);

    assertThat(send("DELETE", "/alerts/rules/night", null).status()).isEqualTo(204);
    assertThat(send("GET", "/alerts/rules/night", null).status()).isEqualTo(404);
  }

  @Test
  void a_rule_that_breaks_rules_is_refused_with_every_fault() {
    assertThat(
            send("PUT", "/alerts/rules/night", "{\"funnel\": \"x\", \"minDrop\": 7, \"a\": 1}")
                .faults())
        .containsExactly("a", "funnel", "minDrop");
    assertThat(send("PUT", "/alerts/rules/Night", "{\"funnel\": \"checkout\"}").faults())
        .containsExactly("id");
    assertThat(send("PUT", "/alerts/rules/night", "[").status()).isEqualTo(400);
    assertThat(sendAs("other", "PUT", "/alerts/rules/night", "{\"funnel\": \"checkout\"}").faults())
        .containsExactly("funnel");
  }

  @Test
  void annotations_are_kept_in_the_order_of_time() {
    assertThat(
            send(
                    "POST",
                    "/annotations",
                    "{\"kind\": \"deploy\", \"text\": \"shop 1.4\", \"url\":"
                        + " \"https://example.com/4\"}")
                .status())
        .isEqualTo(201);
    send(
        "POST",
        "/annotations",
        "{\"at\": \"2026-03-01T08:00:00Z\", \"kind\": \"campaign\", \"text\": \"spring\","
            + " \"funnel\": \"signup\"}");

    assertThat(get("/annotations").path("annotations").findValuesAsText("id"))
        .containsExactly("n2", "n1");
    assertThat(get("/annotations?funnel=checkout").path("annotations").toString())
        .isEqualTo(
            "[{\"id\":\"n1\",\"at\":\"2026-03-02T12:00:30Z\",\"kind\":\"deploy\","
                + "\"text\":\"shop 1.4\",\"funnel\":null,\"url\":\"https://example.com/4\"}]");
    assertThat(
            get("/annotations?to=2026-03-02T00:00:00Z").path("annotations").findValuesAsText("id"))
        .containsExactly("n2");
    assertThat(send("DELETE", "/annotations/n2", null).status()).isEqualTo(204);
    assertThat(send("DELETE", "/annotations/n2", null).status()).isEqualTo(404);
    assertThat(
            send("POST", "/annotations", "{\"kind\": \"x\", \"at\": 1, \"url\": \"javascript:1\"}")
                .faults())
        .containsExactly("at", "kind", "text", "url");
  }

  @Test
  void pauses_are_planned_and_cancelled() {
    var made =
        send(
            "POST",
            "/alerts/pauses",
            "{\"from\": \"2026-03-02T12:00:00Z\", \"to\": \"2026-03-02T13:00:00Z\", \"reason\":"
                + " \"move\"}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(get("/alerts/pauses").path("pauses").toString())
        .isEqualTo(
            "[{\"id\":\"n1\",\"funnel\":null,\"from\":\"2026-03-02T12:00:00Z\","
                + "\"to\":\"2026-03-02T13:00:00Z\",\"weekly\":false,\"reason\":\"move\","
                + "\"isNow\":true}]");
    assertThat(send("DELETE", "/alerts/pauses/n1", null).status()).isEqualTo(204);
    assertThat(get("/alerts/pauses").path("pauses")).isEmpty();
    assertThat(send("POST", "/alerts/pauses", "{\"from\": \"today\"}").faults())
        .containsExactly("from", "to");
  }
}
