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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources of webhooks, administered while the product runs: signed as Stripe signs. */
class SourcesE2E {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String FIRST = "whsec_first-secret";
  private static final String SECOND = "whsec_second-secret";

  private int sent;

  @Test
  void a_source_is_made_paused_rotated_and_removed(@TempDir Path folder)
      throws IOException, InterruptedException {
    var data = folder.resolve("data");
    var env =
        Map.of(
            "VORONKA_WRITE_KEYS", "shop:writekey-shop",
            "VORONKA_API_TOKENS", "shop:apitoken-shop");
    try (var product = RunningProduct.start(data, env)) {
      var admin = new ApiClient(product, "writekey-shop", "apitoken-shop");
      assertThat(stripe(product, FIRST)).as("not made yet").isEqualTo(401);

      change(admin, "PUT", "", "{\"kind\": \"stripe\", \"secret\": \"" + FIRST + "\"}", 201);
      awaitStatus(product, FIRST, 200);
      assertThat(stripe(product, SECOND)).as("wrong signature").isEqualTo(401);
      shows(admin, "accepted", 1);

      change(admin, "PATCH", "", "{\"paused\": true}", 200);
      Await.soon(
          () -> admin.get("/sources/pay").toString(),
          () -> {
            assertThat(stripe(product, FIRST)).isEqualTo(200);
            return admin.get("/sources/pay").path("refused").asInt() > 0;
          });
      change(admin, "PATCH", "", "{\"paused\": false}", 200);

      var rotation = "{\"secret\": \"" + SECOND + "\", \"overlap\": \"PT1H\"}";
      change(admin, "POST", "/rotate", rotation, 200);
      awaitStatus(product, SECOND, 200);
      assertThat(stripe(product, FIRST)).as("still good").isEqualTo(200);

      if (product.canBeKilled()) {
        outlivesARestart(product, admin, data);
      }

      assertThat(admin.dashboard("DELETE", "/sources/pay", new byte[0]).statusCode())
          .isEqualTo(204);
      awaitStatus(product, SECOND, 401);
    }
  }

  /** The key lies in the data folder; without it the secrets are lost, and nothing else. */
  private void outlivesARestart(RunningProduct product, ApiClient admin, Path data)
      throws IOException, InterruptedException {
    assertThat(product.stop()).isZero();
    product.start();
    assertThat(stripe(product, SECOND)).isEqualTo(200);
    assertThat(stripe(product, FIRST)).isEqualTo(200);

    assertThat(product.stop()).isZero();
    Files.delete(data.resolve("secrets.key"));
    product.start();
    assertThat(stripe(product, SECOND)).isEqualTo(401);
    var source = admin.get("/sources/pay");
    assertThat(source.path("state").textValue()).isEqualTo("unreadable");
    change(admin, "POST", "/rotate", "{\"secret\": \"" + SECOND + "\"}", 200);
    awaitStatus(product, SECOND, 200);

    var log = Files.readString(data.resolveSibling(data.getFileName() + ".log"));
    assertThat(log).containsOnlyOnce("a source of webhooks can't be read and is left out");
    assertThat(log).doesNotContain("whsec_");
  }

  private static void shows(ApiClient admin, String field, int figure) {
    Await.soon(
        () -> admin.get("/sources").toString(),
        () -> {
          var source = admin.get("/sources").at("/sources/0");
          assertThat(source.toString()).doesNotContain("whsec_");
          return source.path(field).asInt() == figure && source.path("lastSeen").isTextual();
        });
  }

  private static JsonNode change(
      ApiClient admin, String method, String path, String body, int status) {
    var answer =
        admin.dashboard(method, "/sources/pay" + path, body.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(status);
    return Json.read(answer.body());
  }

  private void awaitStatus(RunningProduct product, String secret, int status) {
    Await.soon(() -> "status " + status, () -> stripe(product, secret) == status);
  }

  /** Sends a checkout, each time another one. */
  private int stripe(RunningProduct product, String secret) {
    sent++;
    long now = Instant.now().getEpochSecond();
    var body =
        """
        {"id": "evt_%d", "type": "checkout.session.completed", "created": %d,
         "data": {"object": {"id": "cs_%d", "client_reference_id": "ann", "amount_total": 1999,
                             "currency": "eur"}}}
        """
            .formatted(sent, now, sent);
    var request =
        HttpRequest.newBuilder(URI.create(product.ingestUrl() + "/hooks/stripe/pay"))
            .header("Stripe-Signature", "t=" + now + ",v1=" + hmac(secret, now + "." + body))
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static String hmac(String secret, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
