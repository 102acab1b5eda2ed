package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.access.KeyUse;
import io.voronka.wire.source.SourceSecrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceRoutesTest {

  private static final String STRIPE = "{\"kind\": \"stripe\", \"secret\": \"whsec_first-one\"}";

  private KeyDesk desk = new KeyDesk();

  @AfterEach
  void close() {
    desk.close();
  }

  private Desk.Reply put(String id, String body) {
    return desk.send("PUT", "/sources/" + id, body, "shop-token");
  }

  private JsonNode source(String id) {
    return desk.get("/sources/" + id, "shop-token").json();
  }

  /** Starts the service anew with another key. */
  private void restart(@Nullable SourceSecrets secrets) {
    desk.close();
    desk = new KeyDesk(List.copyOf(desk.written), secrets);
  }

  private String opened(int secret) {
    var record = desk.written.get(desk.written.size() - 1).source();
    return KeyDesk.secrets(0).open(record, record.secrets().get(secret)).orElse("none");
  }

  @Test
  void a_source_is_made_and_its_secret_is_never_told() {
    var reply =
        put(
            "crm",
            "{\"kind\": \"pipedrive\", \"secret\": \"crm-password\", \"visitor\": \"9dc8\","
                + " \"won\": [7]}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    assertThat(reply.text()).doesNotContain("crm-password");
    assertThat(opened(0)).isEqualTo("crm-password");
    assertThat(new String(desk.written.get(0).encodeValue(), StandardCharsets.UTF_8))
        .doesNotContain("crm-password");
    var listed = desk.get("/sources", "shop-token").json();
    assertThat(listed.path("secretsKeySet").booleanValue()).isTrue();
    assertThat(listed.path("sources").toString())
        .isEqualTo("[" + reply.text() + "]")
        .contains("\"from\":\"api\"", "\"path\":\"/hooks/pipedrive/crm\"", "\"won\":[\"7\"]")
        .contains("\"state\":\"active\"", "\"problem\":null", "\"accepted\":0")
        .contains("\"secretSetAt\":\"2026-03-02T12:00:00Z\"", "\"previousGoodUntil\":null");
    assertThat(desk.get("/sources", "mall-token").json().path("sources")).isEmpty();
    assertThat(desk.get("/sources/crm", "mall-token").status()).isEqualTo(404);
  }

  @Test
  void it_is_described_anew_paused_and_removed() {
    put("pay", STRIPE);

    assertThat(put("pay", "{\"kind\": \"stripe\", \"visitor\": \"v\"}").status()).isEqualTo(200);
    assertThat(opened(0)).as("the secret stays").isEqualTo("whsec_first-one");
    assertThat(put("pay", "{\"kind\": \"stripe\", \"secret\": \"whsec_other\"}").status())
        .isEqualTo(200);
    assertThat(opened(0)).isEqualTo("whsec_other");
    assertThat(source("pay").has("visitor")).isFalse();

    var paused = desk.send("PATCH", "/sources/pay", "{\"paused\": true}", "shop-token");
    assertThat(paused.json().path("state").textValue()).isEqualTo("paused");
    var patched =
        desk.send("PATCH", "/sources/pay", "{\"user\": \"u\", \"paused\": null}", "shop-token");
    assertThat(patched.json().path("state").textValue()).isEqualTo("active");
    assertThat(source("pay").path("user").textValue()).isEqualTo("u");
    desk.send("PATCH", "/sources/pay", "{\"user\": null}", "shop-token");
    assertThat(source("pay").has("user")).isFalse();
    assertThat(opened(0)).isEqualTo("whsec_other");

    assertThat(desk.send("DELETE", "/sources/pay", "", "shop-token").status()).isEqualTo(204);
    assertThat(desk.get("/sources/pay", "shop-token").status()).isEqualTo(404);
    assertThat(desk.send("DELETE", "/sources/pay", "", "shop-token").status()).isEqualTo(404);
    assertThat(desk.send("PATCH", "/sources/pay", "{}", "shop-token").status()).isEqualTo(404);
  }

  @Test
  void a_secret_is_replaced_and_the_one_before_stays_for_a_while() {
    put("pay", STRIPE);
    var rotate = "/sources/pay/rotate";
    desk.now = desk.now.plusSeconds(60);
    var reply =
        desk.send(
            "POST", rotate, "{\"secret\": \"whsec_second\", \"overlap\": \"PT1H\"}", "shop-token");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.text())
        .doesNotContain("whsec_")
        .contains("\"secretSetAt\":\"2026-03-02T12:01");
    assertThat(reply.json().path("previousGoodUntil").textValue())
        .isEqualTo("2026-03-02T13:01:00Z");
    assertThat(opened(0)).isEqualTo("whsec_second");
    assertThat(opened(1)).isEqualTo("whsec_first-one");
    desk.now = desk.now.plus(Duration.ofHours(1));
    assertThat(source("pay").path("previousGoodUntil").isNull()).isTrue();
    desk.send("POST", rotate, "{\"secret\": \"whsec_third\"}", "shop-token");
    assertThat(opened(1)).as("older ones end").isEqualTo("whsec_second");
    assertThat(desk.written.get(desk.written.size() - 1).source().secrets()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          METHOD | PATH          | BODY                                                                     | FAULTS
          PUT    | /a%20b        | {"kind":"fax","colour":1,"paused":"no"}                                  | id must have 1 to 64 letters; colour; kind; secret; paused
          PUT    | /a            | {"kind":"stripe","secret":"short","won":["7"],"project":"mall"}          | project; won; secret
          PUT    | /a            | {"kind":"sendgrid","secret":"no public key"}                             | secret must be the verification key
          PUT    | /a            | {"kind":"json","secret":"12345678","mapping":{"name":"/a","properties":{"x":7}}} | mapping.name; mapping.properties.x; mapping.event
          PUT    | /pay          | {"kind":"hubspot"}                                                       | kind can't be changed
          PUT    | /fixed        | {"kind":"stripe","secret":"12345678"}                                    | id is a source of the settings
          PUT    | /theirs       | {"kind":"stripe","secret":"12345678"}                                    | id is taken
          PATCH  | /pay          | {"visitor":" ","kind":null}                                              | kind; visitor
          POST   | /pay/rotate   | {"overlap":"P1000D","secrets":[]}                                        | secrets; secret is missing; overlap
          POST   | /pay/rotate   | {"secret":7}                                                             | secret must be a text of 8 to 4000 characters
          """)
  void every_fault_is_named(String method, String path, String body, String expected) {
    long now = desk.now.toEpochMilli();
    desk.uses.add(new KeyUse("mall", "fixed", "run", "json", "fixed", true, now, 0, 0, 0, 0));
    put("pay", STRIPE);
    desk.send("PUT", "/sources/theirs", STRIPE, "mall-token");
    int before = desk.written.size();

    var reply = desk.send(method, "/sources" + path, body, "shop-token");

    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    var faults = reply.json().path("violations");
    var wanted = expected.split("; ", -1);
    assertThat(faults).as(reply.text()).hasSize(wanted.length);
    for (int i = 0; i < wanted.length; i++) {
      var fault = faults.get(i);
      assertThat((fault.path("path").asText() + " " + fault.path("message").asText()).strip())
          .startsWith(wanted[i]);
    }
    assertThat(desk.written).hasSize(before);
  }

  @Test
  void only_admins_change_them() {
    put("pay", STRIPE);
    var viewer = token("viewer");
    var editor = token("editor");

    assertThat(desk.get("/sources/pay", viewer).status()).isEqualTo(200);
    for (var token : new String[] {viewer, editor}) {
      assertThat(desk.send("PUT", "/sources/b", STRIPE, token).status()).isEqualTo(403);
      assertThat(desk.send("PATCH", "/sources/pay", "{}", token).status()).isEqualTo(403);
      assertThat(desk.send("DELETE", "/sources/pay", "", token).status()).isEqualTo(403);
      assertThat(desk.send("POST", "/sources/pay/rotate", STRIPE, token).status()).isEqualTo(403);
    }
    assertThat(desk.send("PUT", "/sources/b", STRIPE, "unknown-token").status()).isEqualTo(401);
  }

  private String token(String role) {
    var body = "{\"name\": \"ann\", \"role\": \"" + role + "\"}";
    return desk.send("POST", "/tokens", body, "shop-token").json().path("secret").textValue();
  }

  @Test
  void what_came_is_shown_with_those_of_the_settings_first() {
    put("pay", STRIPE);
    long now = desk.now.toEpochMilli();
    desk.uses.add(
        new KeyUse("shop", "pay", "old", "stripe", "pay", false, now - 9, now - 9, 5, 1, 0));
    desk.uses.add(new KeyUse("shop", "pay", "run", "stripe", "pay", false, now, now, 7, 0, 2));
    desk.uses.add(new KeyUse("shop", "fixed", "run", "json", "fixed", true, now, 0, 0, 0, 0));
    desk.uses.add(new KeyUse("shop", "key", "run", "key", "key", true, now, 0, 0, 0, 0));

    var sources = desk.get("/sources", "shop-token").json().path("sources");
    assertThat(sources.findValuesAsText("id")).containsExactly("fixed", "pay");
    assertThat(sources.get(1).path("accepted").asLong()).isEqualTo(12);
    assertThat(sources.get(1).path("rejected").asLong()).isEqualTo(1);
    assertThat(sources.get(1).path("refused").asLong()).isEqualTo(2);
    assertThat(sources.get(1).path("lastSeen").textValue()).isEqualTo("2026-03-02T12:00:00Z");
    assertThat(put("fixed", STRIPE).status()).isEqualTo(400);
    assertThat(desk.send("DELETE", "/sources/fixed", "", "shop-token").status()).isEqualTo(404);

    desk.uses.add(new KeyUse("shop", "pay", "new", "stripe", "pay", true, now, 0, 0, 0, 0));
    assertThat(source("pay").path("state").textValue()).isEqualTo("overruled");
  }

  @Test
  void without_a_key_it_is_said_what_to_set_and_the_rest_still_works() {
    put("pay", STRIPE);
    restart(null);

    var refused = put("b", STRIPE);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().path("detail").textValue())
        .contains("VORONKA_SECRETS_KEY", "openssl rand -base64 32");
    var listed = desk.get("/sources", "shop-token").json();
    assertThat(listed.path("secretsKeySet").booleanValue()).isFalse();
    assertThat(listed.at("/sources/0/state").textValue()).isEqualTo("unreadable");
    assertThat(listed.at("/sources/0/problem").textValue()).contains("VORONKA_SECRETS_KEY");
    assertThat(desk.send("PATCH", "/sources/pay", "{\"paused\": true}", "shop-token").status())
        .isEqualTo(200);
    assertThat(desk.send("DELETE", "/sources/pay", "", "shop-token").status()).isEqualTo(204);
  }

  @Test
  void one_of_another_key_is_shown_as_such_and_good_again_with_a_new_secret() {
    put("pay", STRIPE);
    restart(KeyDesk.secrets(1));

    assertThat(source("pay").path("state").textValue()).isEqualTo("unreadable");
    assertThat(source("pay").path("problem").textValue()).contains("another VORONKA_SECRETS_KEY");
    var rotated =
        desk.send("POST", "/sources/pay/rotate", "{\"secret\": \"whsec_second\"}", "shop-token");
    assertThat(rotated.json().path("state").textValue()).isEqualTo("active");
    assertThat(rotated.json().path("previousGoodUntil").isNull()).isTrue();
  }
}
