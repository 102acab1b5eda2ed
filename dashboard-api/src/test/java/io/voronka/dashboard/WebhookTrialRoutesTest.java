package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookTrialRoutesTest {

  private final KeyDesk desk = new KeyDesk();

  @AfterEach
  void close() {
    desk.close();
  }

  private Desk.Reply attempt(String body, String token) {
    return desk.send("POST", "/query/webhook", body, token);
  }

  @Test
  void whoever_may_make_a_source_can_try_it_before() {
    var editor =
        desk.send("POST", "/tokens", "{\"name\": \"v\", \"role\": \"editor\"}", "mall-token");
    var token = editor.json().path("secret").textValue();

    var reply =
        attempt(
            "{\"source\": {\"kind\": \"bitrix24\", \"secret\": \"app-token\", \"won\": [7]}, \"sample\": \"a=b\","
                + " \"query\": \"deal=7\"}",
            "mall-token");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"project\":\"mall\",\"id\":\"sample\",\"source\":{\"kind\":\"bitrix24\",\"won\":[7]},"
                + "\"sample\":\"a=b\",\"query\":\"deal=7\"}");
    assertThat(desk.get("/sources", "mall-token").json().path("sources")).isEmpty();
    assertThat(attempt("{}", token).status()).as("an editor").isEqualTo(403);
    assertThat(attempt("{}", "wrong").status()).isEqualTo(401);
  }

  @Test
  void all_faults_are_named_with_their_places() {
    var reply =
        attempt(
            "{\"id\": \"a b\", \"source\": {\"kind\": \"json\", \"won\": [1], \"mapping\": {\"event\": 7}},"
                + " \"query\": 7, \"more\": 1}",
            "shop-token");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text())
        .contains(
            "\"id\"",
            "\"source.won\"",
            "\"source.mapping.event\"",
            "\"sample\"",
            "\"query\"",
            "\"more\"");
    assertThat(attempt("{\"sample\": \"{}\"}", "shop-token").text())
        .contains("{\"path\":\"source\",\"message\":\"is missing\"}");
    assertThat(attempt("{\"sample\": \"\", \"source\": 7}", "shop-token").text())
        .contains("must be an object");
  }
}
