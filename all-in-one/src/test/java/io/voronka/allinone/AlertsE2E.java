package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkout that breaks for one browser, seen from outside: told, signed, once, and resolved. */
class AlertsE2E {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration WORK = Duration.ofMinutes(6);
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant BROKEN = START.plus(Duration.ofDays(5)).plus(Duration.ofHours(9));
  private static final Instant MENDED = BROKEN.plus(Duration.ofHours(3));
  private static final double PER_MINUTE = 4;
  private static final int BATCH = 200;

  /** A shop in the past, whose visitors' calls come in the order of time. */
  private static final class Shop {

    private record Call(Instant at, int order, JsonNode json) {}

    private final Random random = new Random(11);
    private final PriorityQueue<Call> due =
        new PriorityQueue<>(Comparator.comparing(Call::at).thenComparing(Call::order));
    private Instant now = START;
    private int visitors;
    private int calls;

    /** The calls up to a moment. */
    ArrayNode until(Instant end, int most) {
      var batch = JsonNodeFactory.instance.arrayNode();
      while (batch.size() < most && now.isBefore(end)) {
        if (due.isEmpty() || due.peek().at().isAfter(now)) {
          long pause = (long) (-Math.log(1 - random.nextDouble()) / PER_MINUTE * 60_000);
          now = now.plusMillis(Math.max(1, pause));
          visit();
        } else {
          batch.add(due.remove().json());
        }
      }
      return batch;
    }

    private void visit() {
      var visitor = "visitor-" + visitors++;
      var browser = random.nextInt(10) < 4 ? "Safari" : "Chrome";
      add(now, visitor, "Cart Viewed", browser);
      var paid = now.plusSeconds(30 + random.nextInt(900));
      boolean fails = browser.equals("Safari") && !paid.isBefore(BROKEN) && paid.isBefore(MENDED);
      if (random.nextInt(10) < 5 && !fails) {
        add(paid, visitor, "Order Completed", browser);
      }
    }

    private void add(Instant at, String visitor, String event, String browser) {
      var json =
          JsonNodeFactory.instance
              .objectNode()
              .put("type", "track")
              .put("userId", visitor)
              .put("event", event)
              .put("messageId", "m" + calls)
              .put("timestamp", at.toString());
      json.putObject("properties").put("browser", browser);
      due.add(new Call(at, calls++, json));
    }
  }

  private static JsonNode dashboard(
      RunningProduct product, String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(product.dashboardUrl() + "/api/v1" + path))
            .header("Authorization", "Bearer api-token-1")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    var answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isBetween(200, 299);
    return Json.read(answer.body());
  }

  private static void sends(RunningProduct product, Shop shop, Instant until)
      throws IOException, InterruptedException {
    for (var batch = shop.until(until, BATCH); !batch.isEmpty(); batch = shop.until(until, BATCH)) {
      var body = JsonNodeFactory.instance.objectNode().set("batch", batch);
      var request =
          HttpRequest.newBuilder(URI.create(product.ingestUrl() + "/v1/batch"))
              .header(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder()
                          .encodeToString("write-key-1:".getBytes(StandardCharsets.UTF_8)))
              .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
              .build();
      assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  private static List<JsonNode> alerts(RunningProduct product) {
    try {
      var list = dashboard(product, "GET", "/alerts", null).path("alerts");
      return StreamSupport.stream(list.spliterator(), false).toList();
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static JsonNode watched(RunningProduct product) {
    try {
      return dashboard(product, "GET", "/alerts/rules/checkout", null)
          .at("/smallestDropSeen/stages");
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** What was told of one alert. */
  private static List<String> types(AlertReceiver receiver, JsonNode id) {
    return receiver.told().stream()
        .filter(told -> told.alert().equals(id.asText()))
        .map(AlertReceiver.Told::type)
        .toList();
  }

  private static Map<String, String> settings() {
    return Map.of(
        "VORONKA_WRITE_KEYS", "shop:write-key-1",
        "VORONKA_API_TOKENS", "shop:api-token-1",
        "VORONKA_PARTITIONS", "2",
        "VORONKA_RETENTION", "P3650D",
        "VORONKA_ALERT_LAG", "P3650D", // it is told of the past
        "VORONKA_ALERT_PRIVATE_ADDRESSES", "on");
  }

  @Test
  void a_checkout_that_breaks_for_one_browser_is_told_once_and_over_when_it_is_mended(
      @TempDir Path folder) throws Exception {
    var shop = new Shop();
    try (var receiver = new AlertReceiver();
        var product = RunningProduct.start(folder.resolve("data"), settings())) {
      dashboard(
          product,
          "PUT",
          "/funnels/checkout",
          """
          {"name": "Checkout", "window": "PT1H", "breakdowns": ["browser"], "stages": [
            {"name": "Carted", "anyOf": [{"event": "Cart Viewed"}]},
            {"name": "Bought", "anyOf": [{"event": "Order Completed"}]}]}
          """);
      var rule =
          dashboard(
              product,
              "PUT",
              "/alerts/rules/checkout",
              """
              {"funnel": "checkout", "breakdowns": ["browser"],
               "deliver": [{"type": "webhook", "url": "%s"}]}
              """
                  .formatted(receiver.url()));
      receiver.knows(rule.at("/deliver/0/secret").asText());
      receiver.failsTimes(1);

      sends(product, shop, BROKEN.minus(Duration.ofHours(1)));
      Await.until(WORK, () -> "watched: " + watched(product), () -> !watched(product).isEmpty());
      sends(product, shop, BROKEN.plus(Duration.ofHours(1)).plus(Duration.ofMinutes(30)));
      Await.until(
          WORK, () -> "an alert among " + alerts(product), () -> !alerts(product).isEmpty());
      var before = alerts(product);
      product.kill();
      product.start();
      assertThat(alerts(product))
          .extracting(alert -> alert.path("id").asText())
          .containsAll(before.stream().map(alert -> alert.path("id").asText()).toList());
      sends(product, shop, MENDED.plus(Duration.ofHours(10)));
      Await.until(
          WORK,
          () -> "all over: " + alerts(product) + ", told " + receiver.told(),
          () ->
              alerts(product).stream()
                  .allMatch(alert -> types(receiver, alert.path("id")).contains("alert.resolved")));

      var first = alerts(product).get(alerts(product).size() - 1);
      assertThat(Instant.parse(first.path("detectedAt").asText()))
          .isBetween(BROKEN, BROKEN.plus(Duration.ofMinutes(75)));
      assertThat(alerts(product))
          .as("the cause")
          .anySatisfy(
              alert ->
                  assertThat(alert.at("/rootCause/0/values/browser").asText()).isEqualTo("Safari"));
      var ids = new HashMap<String, Integer>();
      receiver.told().forEach(told -> ids.merge(told.webhookId(), 1, Integer::sum));
      assertThat(ids.values()).allMatch(count -> count == 1);
      for (var alert : alerts(product)) {
        assertThat(types(receiver, alert.path("id")))
            .as("%s", alert)
            .startsWith("alert.firing")
            .endsWith("alert.resolved");
      }
    }
  }
}
