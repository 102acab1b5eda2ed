package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.detection.Alert.State;
import io.voronka.testing.FreePorts;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.AlertSetting;
import io.voronka.wire.Json;
import io.voronka.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two dashboards share what is to be told, and one of them is killed in the middle of it. */
class TwoDeliverersIT {

  private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);
  private static final int ALERTS = 60;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  /** A dashboard as a process of its own. */
  private static final class Dashboard implements AutoCloseable {

    private final String url;
    private final Path log;
    private final Process process;

    Dashboard(String bootstrap, Path log) throws IOException {
      this.log = log;
      int port = FreePorts.any();
      url = "http://127.0.0.1:" + port;
      var builder =
          new ProcessBuilder(
                  Program.command(
                      300,
                      List.of(
                          "dashboard",
                          "--bootstrap",
                          bootstrap,
                          "--dashboard-port",
                          Integer.toString(port))))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder
          .environment()
          .putAll(
              Map.of(
                  "VORONKA_API_TOKENS", "shop:api-token-1",
                  "VORONKA_PARTITIONS", "4",
                  "VORONKA_ALERT_PRIVATE_ADDRESSES", "on"));
      process = builder.start();
    }

    /** The answer; empty if it is none of success, or there is none yet. */
    String asks(String method, String path, String body) {
      assertThat(process.isAlive()).as(this::log).isTrue();
      var request =
          HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
              .header("Authorization", "Bearer api-token-1")
              .method(method, BodyPublishers.ofString(body));
      try {
        var answer = HTTP.send(request.build(), BodyHandlers.ofString());
        return answer.statusCode() < 300 ? answer.body() : "";
      } catch (IOException notYet) {
        return "";
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    }

    String log() {
      try {
        return Files.readString(log);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    /** {@code kill -9}. */
    @Override
    public void close() {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  @Test
  void each_alert_is_told_once_by_its_id_also_if_one_of_them_is_killed() throws Exception {
    try (var broker = new EmbeddedBroker(folder.resolve("broker"));
        var receiver = new AlertReceiver()) {
      broker.start();
      try (var killed = new Dashboard(broker.bootstrap(), folder.resolve("killed.log"));
          var other = new Dashboard(broker.bootstrap(), folder.resolve("other.log"));
          var producer =
              new KafkaProducer<>(
                  Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                  new ByteArraySerializer(),
                  new ByteArraySerializer())) {
        share(killed, other, receiver, producer);
      }
    }
  }

  private static void share(
      Dashboard killed,
      Dashboard other,
      AlertReceiver receiver,
      KafkaProducer<byte[], byte[]> producer) {
    receiver.knows(savesRule(killed, receiver));
    savesUnreadableRule(producer);
    Await.until(
        LONG_ENOUGH,
        other::log,
        () -> other.asks("GET", "/alerts/rules/checkout", "").contains(receiver.url()));

    for (int i = 0; i < ALERTS; i++) {
      tells(producer, FiredAlert.record("alert-" + i, State.FIRING));
    }
    Await.until(LONG_ENOUGH, other::log, () -> receiver.told().size() >= ALERTS / 3);
    killed.close();
    for (int i = 0; i < ALERTS; i++) {
      tells(producer, FiredAlert.record("alert-" + i, State.RESOLVED));
    }
    Await.until(
        LONG_ENOUGH,
        () -> "told " + ids(receiver).size() + " of all; " + other.log(),
        () -> ids(receiver).size() >= 2 * ALERTS);

    assertThat(ids(receiver)).hasSize(2 * ALERTS);
    var byId = new HashMap<String, Set<JsonNode>>();
    receiver
        .told()
        .forEach(
            told ->
                byId.computeIfAbsent(told.webhookId(), id -> new HashSet<>())
                    .add(told.body().path("data").path("id")));
    assertThat(byId.values()).as("an id is of one alert").allMatch(of -> of.size() == 1);
    for (int i = 0; i < ALERTS; i++) {
      var id = "alert-" + i;
      assertThat(receiver.told().stream().filter(told -> told.alert().equals(id)))
          .extracting(AlertReceiver.Told::type)
          .as(id)
          .startsWith("alert.firing")
          .endsWith("alert.resolved");
    }
  }

  /** The ids under which something was told: whoever gets one twice takes it once. */
  private static Set<String> ids(AlertReceiver receiver) {
    var ids = new HashSet<String>();
    receiver.told().forEach(told -> ids.add(told.webhookId()));
    return ids;
  }

  /** Returns the secret of the receiver. */
  private static String savesRule(Dashboard dashboard, AlertReceiver receiver) {
    var funnel =
        """
        {"name": "Checkout", "window": "PT1H", "stages": [
          {"name": "Carted", "anyOf": [{"event": "Cart Viewed"}]},
          {"name": "Bought", "anyOf": [{"event": "Order Completed"}]}]}
        """;
    Await.until(
        LONG_ENOUGH,
        dashboard::log,
        () -> !dashboard.asks("PUT", "/funnels/checkout", funnel).isEmpty());
    var rule =
        """
        {"funnel": "checkout", "deliver": [{"type": "webhook", "url": "%s"}]}
        """
            .formatted(receiver.url());
    var saved = new String[] {""};
    Await.until(
        LONG_ENOUGH,
        dashboard::log,
        () -> {
          saved[0] = dashboard.asks("PUT", "/alerts/rules/checkout", rule);
          return !saved[0].isEmpty();
        });
    return Json.read(saved[0].getBytes(StandardCharsets.UTF_8)).at("/deliver/0/secret").asText();
  }

  /** As another release might, or somebody by hand: the other rules must go on. */
  private static void savesUnreadableRule(KafkaProducer<byte[], byte[]> producer) {
    var setting = new AlertSetting(AlertSetting.Kind.RULE, "shop", "of-tomorrow");
    var rule = "{\"funnel\": \"checkout\", \"deliver\": \"somewhere\", \"fields\": \"unknown\"}";
    var unused =
        producer.send(
            new ProducerRecord<>(
                Topics.ALERT_SETTINGS, setting.encode(), rule.getBytes(StandardCharsets.UTF_8)));
  }

  private static void tells(KafkaProducer<byte[], byte[]> producer, AlertRecord record) {
    var unused = producer.send(new ProducerRecord<>(Topics.ALERTS, record.key(), record.encode()));
  }
}
