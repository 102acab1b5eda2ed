package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys, tokens and what was rejected, administered while the product runs. */
class AdministrationE2E {

  private int taken; // events, by the keys that were made: a change is known a moment later

  /** The mapping is wrong at first: what it calls a name is a number. */
  private static final String SOURCES =
      """
      {"forms": {"kind": "json", "project": "shop", "secret": "forms-secret",
                 "mapping": {"event": "%s", "userId": "/user", "messageId": "/id"}}}
      """;

  @Test
  void keys_and_tokens_are_made_rotated_and_revoked_and_rejections_tried_again(@TempDir Path folder)
      throws IOException, InterruptedException {
    var sources = folder.resolve("sources.json");
    Files.writeString(sources, SOURCES.formatted("/number"));
    var env =
        Map.of(
            "VORONKA_WRITE_KEYS", "shop:writekey-shop,mall:writekey-mall",
            "VORONKA_API_TOKENS", "shop:apitoken-shop,mall:apitoken-mall",
            "VORONKA_SOURCES", sources.toString());
    try (var product = RunningProduct.start(folder.resolve("data"), env)) {
      var admin = new ApiClient(product, "writekey-shop", "apitoken-shop");
      var made = post(admin, "/keys", "{\"name\": \"web shop\"}", 201);
      var path = "/keys/" + made.path("id").textValue();
      var first = made.path("secret").textValue();
      awaitStatus(product, first, 200);

      var rotated = post(admin, path + "/rotate", "{\"overlap\": \"P1D\"}", 200);
      var second = rotated.path("secret").textValue();
      awaitStatus(product, second, 200);
      assertThat(track(product, first)).isEqualTo(200);
      post(admin, path + "/rotate", "{\"overlap\": \"PT0S\"}", 200);
      awaitStatus(product, second, 401);

      showsWhatCame(admin);
      tokensGoSoFar(product, admin);

      if (!product.canBeKilled()) {
        return;
      }
      hook(product);
      var rejected = admin.get("/rejected").path("rejected");
      assertThat(rejected).hasSize(1);
      assertThat(rejected.get(0).path("source").textValue()).isEqualTo("hooks/json/forms");
      assertThat(rejected.toString()).doesNotContain("forms-secret");
      var other = new ApiClient(product, "writekey-mall", "apitoken-mall");
      assertThat(other.get("/rejected").path("rejected")).isEmpty();
      var again = "/rejected/" + rejected.get(0).path("id").textValue() + "/retry";
      assertThat(other.dashboard("POST", again, new byte[0]).statusCode()).isEqualTo(404);
      var refused = post(admin, again, "", 200);
      assertThat(refused.path("taken").booleanValue()).isFalse();
      assertThat(refused.path("reasons")).hasSize(1);

      // With the mapping put right it can be taken; the keys that were made are still there.
      assertThat(product.stop()).isZero();
      Files.writeString(sources, SOURCES.formatted("/name"));
      product.start();
      var third = post(admin, path + "/rotate", "", 200).path("secret").textValue();
      awaitStatus(product, third, 200);
      for (int i = 0; i < 2; i++) { // trying twice counts once
        var taken = post(admin, again, "", 200);
        assertThat(taken.path("taken").booleanValue()).as(taken.toString()).isTrue();
        assertThat(taken.path("accepted").intValue()).isEqualTo(1);
      }
      admin.settle();
      assertThat(admin.get("/persons/bob").path("timeline")).hasSize(1);
      Await.soon(
          () -> admin.get("/rejected").toString(),
          () -> admin.get("/rejected").at("/rejected/0/retried").booleanValue());
      assertThat(admin.get("/rejected").path("rejected")).hasSize(1);
      assertThat(admin.get("/status").path("rejected").asLong()).isZero();
    }
  }

  private void showsWhatCame(ApiClient admin) {
    Await.soon(
        () -> admin.get("/keys").toString(),
        () -> {
          var keys = admin.get("/keys").path("keys");
          return keys.size() == 2
              && keys.get(0).path("from").textValue().equals("settings")
              && keys.get(1).path("accepted").asInt() == taken
              && keys.get(1).path("lastSeen").isTextual();
        });
    assertThat(admin.get("/sources").at("/sources/0/path").textValue())
        .isEqualTo("/hooks/json/forms");
  }

  private static void tokensGoSoFar(RunningProduct product, ApiClient admin) {
    var made = post(admin, "/tokens", "{\"name\": \"ann\", \"role\": \"viewer\"}", 201);
    var viewer = new ApiClient(product, "writekey-shop", made.path("secret").textValue());
    assertThat(viewer.get("/status").path("project").textValue()).isEqualTo("shop");
    post(viewer, "/keys", "{\"name\": \"mine\"}", 403);
    post(viewer, "/rejected/0/retry", "", 403);
    assertThat(viewer.dashboard("DELETE", "/funnels/none", new byte[0]).statusCode())
        .isEqualTo(403);
    var path = "/tokens/" + made.path("id").textValue();
    assertThat(admin.dashboard("DELETE", path, new byte[0]).statusCode()).isEqualTo(204);
    assertThat(viewer.dashboard("GET", "/status", new byte[0]).statusCode()).isEqualTo(401);
  }

  private static JsonNode post(ApiClient api, String path, String body, int status) {
    var answer = api.dashboard("POST", path, body.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode())
        .as(path + ": " + new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(status);
    return Json.read(answer.body());
  }

  /** Each event is another one, so that all count. */
  private int track(RunningProduct product, String key) {
    var body = "{\"event\": \"E\", \"userId\": \"ann\"}".getBytes(StandardCharsets.UTF_8);
    int status = new ApiClient(product, key, "none").ingest("/v1/track", body).statusCode();
    taken += status == 200 ? 1 : 0;
    return status;
  }

  private void awaitStatus(RunningProduct product, String key, int status) {
    Await.soon(() -> "status " + status, () -> track(product, key) == status);
  }

  private static void hook(RunningProduct product) {
    var body = "{\"id\": \"h1\", \"name\": \"Form Sent\", \"number\": 7, \"user\": \"bob\"}";
    var answer =
        new ApiClient(product, "forms-secret", "none")
            .ingest("/hooks/json/forms", body.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).isEqualTo(200);
  }
}
