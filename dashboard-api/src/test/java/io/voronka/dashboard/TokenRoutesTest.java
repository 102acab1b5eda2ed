package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenRoutesTest {

  private final KeyDesk desk = new KeyDesk();

  @AfterEach
  void close() {
    desk.close();
  }

  private String token(String role) {
    var body = "{\"name\": \"ann\", \"role\": \"" + role + "\"}";
    var reply = desk.send("POST", "/tokens", body, "shop-token");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().path("secret").textValue();
  }

  @Test
  void a_token_is_shown_once_kept_as_its_hash_and_good_at_once() {
    var secret = token("viewer");

    var kept = new String(desk.written.get(0).encodeValue(), StandardCharsets.UTF_8);
    assertThat(kept).doesNotContain(secret);
    assertThat(desk.get("/keys", secret).status()).isEqualTo(200);
    var listed = desk.get("/tokens", "shop-token").json().path("tokens");
    assertThat(listed.findValuesAsText("from")).containsExactly("settings", "api");
    assertThat(listed.findValuesAsText("role")).containsExactly("admin", "viewer");
    assertThat(listed.toString()).doesNotContain(secret).doesNotContain("shop-token");
  }

  @ParameterizedTest
  @CsvSource({
    "viewer, GET,  /keys,          200",
    "viewer, POST, /keys,          403",
    "viewer, GET,  /tokens,        403",
    "editor, GET,  /keys,          200",
    "editor, POST, /keys,          403",
    "editor, POST, /tokens,        403",
    "admin,  POST, /keys,          201",
    "admin,  GET,  /tokens,        200",
    "admin,  DELETE, /tokens/none, 404"
  })
  void a_role_goes_so_far(String role, String method, String path, int status) {
    var body = method.equals("POST") ? "{\"name\": \"new\"}" : "";

    assertThat(desk.send(method, path, body, token(role)).status()).isEqualTo(status);
  }

  @Test
  void a_revoked_token_is_unknown() {
    var secret = token("admin");
    var id = desk.written.get(0).id();

    assertThat(desk.send("DELETE", "/tokens/" + id, "", "mall-token").status()).isEqualTo(404);
    assertThat(desk.send("DELETE", "/tokens/" + id, "", secret).status()).isEqualTo(204);

    var refused = desk.get("/keys", secret);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void a_token_of_the_settings_stays() {
    var tokens = desk.get("/tokens", "shop-token").json().path("tokens");
    var id = tokens.get(0).path("id").textValue();

    assertThat(desk.send("DELETE", "/tokens/" + id, "", "shop-token").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                     | name, role
          {"name": "a", "role": "owner"}         | role
          {"name": 7, "role": "admin", "key": 1} | key, name
          """)
  void every_fault_is_named(String body, String faults) {
    var reply = desk.send("POST", "/tokens", body, "shop-token");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(String.join(", ", reply.faults())).isEqualTo(faults);
  }
}
