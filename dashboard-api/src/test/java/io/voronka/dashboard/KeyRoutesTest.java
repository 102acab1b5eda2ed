package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.access.KeyUse;
import io.voronka.wire.access.Secrets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRoutesTest {

  private final KeyDesk desk = new KeyDesk();

  @AfterEach
  void close() {
    desk.close();
  }

  private JsonNode create(String body) {
    var reply = desk.send("POST", "/keys", body, "shop-token");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  private JsonNode keys(String token) {
    return desk.get("/keys", token).json().path("keys");
  }

  @Test
  void a_key_is_shown_once_and_kept_as_its_hash() {
    var made =
        create(
            "{\"name\": \"web shop\", \"allowedOrigins\": [\"https://*.example.com\"],"
                + " \"eventsPerSecond\": 50}");

    var secret = made.path("secret").textValue();
    assertThat(secret).matches("[A-Za-z0-9]{24}");
    var record = desk.written.get(0);
    assertThat(new String(record.encodeValue(), java.nio.charset.StandardCharsets.UTF_8))
        .contains(Secrets.hash(secret))
        .doesNotContain(secret);
    var listed = keys("shop-token");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).has("secret")).isFalse();
    assertThat(listed.get(0).path("hint").textValue()).isEqualTo("…" + secret.substring(20));
    assertThat(listed.get(0).toString())
        .contains("\"name\":\"web shop\"", "\"from\":\"api\"", "\"eventsPerSecond\":50")
        .contains("\"allowedOrigins\":[\"https://*.example.com\"]", "\"lastSeen\":null");
  }

  @Test
  void each_project_has_its_own() {
    var id = create("{\"name\": \"web shop\"}").path("id").textValue();

    assertThat(keys("mall-token")).isEmpty();
    assertThat(desk.send("DELETE", "/keys/" + id, "", "mall-token").status()).isEqualTo(404);
    assertThat(desk.send("POST", "/keys/" + id + "/rotate", "", "mall-token").status())
        .isEqualTo(404);
    assertThat(keys("shop-token")).hasSize(1);
  }

  @Test
  void a_new_secret_leaves_the_one_before_good_for_a_while() {
    var made = create("{\"name\": \"web shop\"}");
    var path = "/keys/" + made.path("id").textValue() + "/rotate";

    var rotated = desk.send("POST", path, "{\"overlap\": \"PT2H\"}", "shop-token").json();

    assertThat(rotated.path("secret").textValue()).isNotEqualTo(made.path("secret").textValue());
    assertThat(rotated.path("previousGoodUntil").textValue()).isEqualTo("2026-03-02T14:00:00Z");
    var secrets = desk.written.get(1).writeKey().secrets();
    var before = desk.now.toEpochMilli();
    assertThat(secrets.get(0).hash()).isEqualTo(Secrets.hash(rotated.path("secret").textValue()));
    assertThat(secrets.get(1).hash()).isEqualTo(Secrets.hash(made.path("secret").textValue()));
    assertThat(secrets.get(1).isGoodAt(before + Duration.ofHours(2).toMillis() - 1)).isTrue();
    assertThat(secrets.get(1).isGoodAt(before + Duration.ofHours(2).toMillis())).isFalse();
    desk.now = desk.now.plus(Duration.ofHours(2));
    assertThat(keys("shop-token").get(0).path("previousGoodUntil").isNull()).isTrue();
  }

  @Test
  void an_edit_keeps_the_secret_and_the_day_of_making() {
    var made = create("{\"name\": \"web shop\"}");
    desk.now = desk.now.plus(Duration.ofDays(1));

    var path = "/keys/" + made.path("id").textValue();
    var reply = desk.send("PUT", path, "{\"name\": \"old\", \"disabled\": true}", "shop-token");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("disabled").booleanValue()).isTrue();
    assertThat(reply.json().path("createdAt").textValue()).isEqualTo("2026-03-02T12:00:00Z");
    assertThat(desk.written.get(1).writeKey().secrets())
        .isEqualTo(desk.written.get(0).writeKey().secrets());
    assertThat(desk.send("DELETE", path, "", "shop-token").status()).isEqualTo(204);
    assertThat(keys("shop-token")).isEmpty();
    assertThat(desk.send("PUT", path, "{\"name\": \"old\"}", "shop-token").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                          | name
          {"name": " ", "colour": 1}                                  | colour, name
          {"name": "a", "allowedOrigins": "x", "eventsPerSecond": 0}  | allowedOrigins, eventsPerSecond
          {"name": "a", "allowedOrigins": ["https://a/b", "ftp://a"]} | allowedOrigins[0], allowedOrigins[1]
          {"name": "a", "eventsPerSecond": 1.5, "disabled": "no"}     | disabled, eventsPerSecond
          """)
  void every_fault_is_named(String body, String faults) {
    var reply = desk.send("POST", "/keys", body, "shop-token");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(String.join(", ", reply.faults())).isEqualTo(faults);
    assertThat(desk.written).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PT-1S", "P91D", "soon"})
  void an_overlap_has_bounds(String overlap) {
    var path = "/keys/" + create("{\"name\": \"a\"}").path("id").textValue() + "/rotate";
    var body = "{\"overlap\": \"" + overlap + "\"}";

    assertThat(desk.send("POST", path, body, "shop-token").faults()).containsExactly("overlap");
  }

  @Test
  void what_came_by_a_key_is_summed_over_runs() {
    var id = create("{\"name\": \"web shop\"}").path("id").textValue();
    long now = desk.now.toEpochMilli();
    desk.uses.add(new KeyUse("shop", id, "run-1", "key", "", false, now - 9, now - 10, 40, 2, 0));
    desk.uses.add(new KeyUse("shop", id, "run-2", "key", "", false, now, now - 1000, 2, 0, 1));

    var key = keys("shop-token").get(0);

    assertThat(key.path("accepted").asLong()).isEqualTo(42);
    assertThat(key.path("rejected").asLong()).isEqualTo(2);
    assertThat(key.path("refused").asLong()).isEqualTo(1);
    assertThat(key.path("lastSeen").textValue()).isEqualTo("2026-03-02T11:59:59.990Z");
  }

  @Test
  void keys_and_sources_of_the_settings_are_listed_while_a_service_tells_of_them() {
    long now = desk.now.toEpochMilli();
    desk.uses.add(
        new KeyUse("shop", "settings-1", "run", "key", "…abcd", true, now - 100_000, 0, 0, 0, 0));
    desk.uses.add(
        new KeyUse("shop", "settings-2", "run", "key", "…gone", true, now - 200_000, 0, 0, 0, 0));
    desk.uses.add(
        new KeyUse("shop", "crm-1", "run", "pipedrive", "crm-1", true, now, now, 7, 1, 0));

    var listed = keys("shop-token");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).path("id").textValue()).isEqualTo("settings-1");
    assertThat(listed.get(0).path("from").textValue()).isEqualTo("settings");
    var sources = desk.get("/sources", "shop-token").json().path("sources");
    assertThat(sources).hasSize(1);
    assertThat(sources.get(0).path("path").textValue()).isEqualTo("/hooks/pipedrive/crm-1");
    assertThat(sources.get(0).path("accepted").asLong()).isEqualTo(7);
    assertThat(desk.get("/sources", "mall-token").json().path("sources")).isEmpty();
  }
}
