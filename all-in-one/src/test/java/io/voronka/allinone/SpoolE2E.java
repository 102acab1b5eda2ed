package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka goes away, senders that can't send again send, the product is killed, everything comes
 * back: each event counts once.
 */
class SpoolE2E {

  private static final int SENDERS = 20;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void what_would_not_be_sent_again_survives_an_outage_and_a_kill(@TempDir Path folder)
      throws IOException, InterruptedException {
    var sources =
        Files.writeString(
            folder.resolve("sources.json"),
            "{\"b24\": {\"kind\": \"bitrix24\", \"project\": \"shop\", \"secret\":"
                + " \"b24-secret\"}}");
    var broker = new EmbeddedBroker(folder.resolve("broker"));
    broker.start();
    var env =
        Map.of(
            "VORONKA_WRITE_KEYS", "shop:writekey-shop",
            "VORONKA_API_TOKENS", "shop:apitoken-shop",
            "VORONKA_SOURCES", sources.toString(),
            "VORONKA_SPOOL", folder.resolve("spool").toString(),
            "VORONKA_BOOTSTRAP", broker.bootstrap());
    try (var product = RunningProduct.start(folder.resolve("data"), env)) {
      if (!product.canBeKilled()) {
        return;
      }
      var api = new ApiClient(product, "writekey-shop", "apitoken-shop");
      api.define("seen", funnel());
      assertThat(beacon(product, "before", "cors")).isEqualTo(200);

      broker.close();
      Await.soon(
          () -> "a sender that can send again is told to",
          () -> status(product, "repeats", "cors") == 503);
      for (int i = 0; i < SENDERS; i++) {
        assertThat(beacon(product, "v" + i, "no-cors")).isEqualTo(200);
        assertThat(rule(product, i)).isEqualTo(200);
      }
      product.kill();

      broker = new EmbeddedBroker(folder.resolve("broker"));
      broker.start();
      assertThat(Map.of("VORONKA_BOOTSTRAP", broker.bootstrap()))
          .isEqualTo(Map.of("VORONKA_BOOTSTRAP", env.get("VORONKA_BOOTSTRAP")));
      product.start();
      // The visitor who was told to send again does so.
      assertThat(beacon(product, "repeats", "cors")).isEqualTo(200);
      Await.until(
          Duration.ofMinutes(2),
          () -> api.report("seen", "").toString(),
          () -> {
            api.settle();
            return api.report("seen", "").at("/stages/0/reached").asInt() >= 2 * SENDERS + 2;
          });
      assertThat(api.report("seen", "").at("/stages/0/reached").asInt()).isEqualTo(2 * SENDERS + 2);
      assertThat(api.get("/persons/v0").path("timeline")).hasSize(1);
    } finally {
      broker.close();
    }
  }

  private static JsonNode funnel() {
    var funnel = JsonNodeFactory.instance.objectNode().put("name", "Seen");
    var matchers = funnel.putArray("stages").addObject().put("name", "Seen").putArray("anyOf");
    matchers.addObject().put("event", "Left");
    matchers.addObject().put("event", "Deal Won");
    return funnel;
  }

  private static int beacon(RunningProduct product, String visitor, String mode)
      throws IOException, InterruptedException {
    var call =
        "{\"writeKey\":\"writekey-shop\",\"event\":\"Left\",\"anonymousId\":\"%s\",\"messageId\":\"%s\"}"
            .formatted(visitor, "m-" + visitor);
    return post(product, "/v1/track", call, "Sec-Fetch-Mode", mode);
  }

  private static int status(RunningProduct product, String visitor, String mode) {
    try {
      return beacon(product, visitor, mode);
    } catch (IOException failed) {
      return 0;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static int rule(RunningProduct product, int deal)
      throws IOException, InterruptedException {
    var path = "/hooks/bitrix24/b24?token=b24-secret&stage=C1:WON&visitor=b" + deal;
    return post(product, path, "document_id[2]=DEAL_" + deal, "Content-Type", "text/plain");
  }

  private static int post(
      RunningProduct product, String path, String body, String header, String value)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(product.ingestUrl() + path))
            .timeout(Duration.ofSeconds(30))
            .header(header, value)
            .POST(BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }
}
