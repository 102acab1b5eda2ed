package io.voronka.ingest;

import static io.voronka.ingest.Door.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the routes of other protocols than Segment's have of their own. */
@ExtendWith(SharedDoor.class)
class ProtocolRoutesTest {

  private static final String EVENT = "{\"event\":\"E\",\"distinct_id\":\"d\",\"uuid\":\"u\"}";

  private final Door door;

  ProtocolRoutesTest(Door door) {
    this.door = door;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          PATH                                | BODY                                                  | STATUS
          /batch/                             | {"api_key":"wk_demo_7Qp2","batch":[EVENT]}            | 200
          /sub/batch/                         | {"api_key":"wk_demo_7Qp2","batch":[EVENT]}            | 200
          /e/?ip=1                            | [{"event":"E","properties":{"token":"wk_demo_7Qp2"}}] | 200
          /capture                            | {"api_key":"wk_wrong_key","batch":[EVENT]}            | 401
          /batch                              | {"api_key":"wk_demo_7Qp2","events":[]}                | 200
          /batch                              | {"api_key":"wk_wrong_key","events":[]}                | 401
          /ce?key=wk_demo_7Qp2                | {}                                                    | 400
          /ce                                 | {}                                                    | 401
          /mp/collect?api_secret=wk_demo_7Qp2 | {"events":[]}                                         | 200
          /mp/collect?api_secret=wk_wrong_key | {"events":[]}                                         | 401
          """)
  void the_key_is_found_where_the_protocol_has_it(String path, String body, int status) {
    var bytes = body.replace("EVENT", EVENT).getBytes(StandardCharsets.UTF_8);
    assertThat(door.send("POST", path, bytes, Map.of()).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/e", "/track"})
  void a_single_event_in_base64_is_measured_by_itself(String path) {
    var event =
        "{\"event\":\"E\",\"properties\":{\"distinct_id\":\"d\",\"token\":\"%s\",\"p\":\"%s\"}}";
    for (int length : new int[] {31_000, 33_000}) {
      var json = event.formatted(KEY, "x".repeat(length)).getBytes(StandardCharsets.UTF_8);
      var form = "data=" + Base64.getUrlEncoder().encodeToString(json);
      door.fresh().send("POST", path, form.getBytes(StandardCharsets.UTF_8), Map.of());
      assertThat(door.sink.events()).hasSize(length < 32_000 ? 1 : 0);
    }
  }

  @Test
  void mixpanel_sends_by_get_behind_a_path_too() {
    var json = "{\"event\":\"E\",\"properties\":{\"distinct_id\":\"d\",\"token\":\"" + KEY + "\"}}";
    var data = Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    for (var path : new String[] {"/track", "/sub/track/", "/a/b/track"}) {
      var reply = door.fresh().send("GET", path + "?data=" + data, new byte[0], Map.of());
      assertThat(reply.text()).isEqualTo("1");
      assertThat(door.sink.events()).hasSize(1);
    }
  }

  @Test
  void an_event_of_the_largest_size_can_be_sent_by_get_beside_many_cookies() {
    var event =
        "{\"event\":\"E\",\"properties\":{\"distinct_id\":\"d\",\"token\":\"%s\",\"p\":\"%s\"}}";
    var json = event.formatted(KEY, "x".repeat(31_000)).getBytes(StandardCharsets.UTF_8);
    var data = Base64.getUrlEncoder().encodeToString(json);
    var cookies = Map.of("Cookie", "c=" + "v".repeat(16_000));
    var reply = door.fresh().send("GET", "/track?data=" + data, new byte[0], cookies);
    assertThat(reply.text()).isEqualTo("1");
    assertThat(door.sink.events()).hasSize(1);
  }

  @Test
  void amplitude_hears_of_a_wrong_key_by_its_code() {
    var body = "{\"api_key\":\"wk_wrong_key\",\"events\":[]}".getBytes(StandardCharsets.UTF_8);
    for (var path : new String[] {"/2/httpapi", "/batch"}) {
      var reply = door.send("POST", path, body, Map.of());
      assertThat(reply.json().path("code").intValue()).isEqualTo(401);
    }
  }

  @Test
  void amplitude_may_send_again_what_kafka_did_not_take() {
    door.sink.fail();
    var event = "{\"event_type\":\"E\",\"user_id\":\"ann-1\"}";
    var reply = door.post("/2/httpapi", "{\"events\":[" + event + "]}");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("2");
    assertThat(reply.json().path("code").intValue()).isEqualTo(503);
  }

  @Test
  void posthog_is_not_told_of_what_it_would_drop() {
    var reply = door.post("/e", "{\"batch\":[{\"event\":\"E\"}]}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"status\":1}");
    assertThat(door.sink.rejections()).hasSize(1);
  }

  @Test
  void the_configuration_is_of_a_known_key() {
    var known = door.send("GET", "/array/" + KEY + "/config", new byte[0], Map.of());
    assertThat(known.json().path("supportedCompression").path(1).textValue()).isEqualTo("gzip-js");
    var script = door.send("GET", "/array/" + KEY + "/config.js", new byte[0], Map.of());
    assertThat(script.header("Content-Type")).isEqualTo("application/javascript");
    var unknown = door.send("GET", "/array/wk_wrong_key/config.js", new byte[0], Map.of());
    assertThat(unknown.status()).isEqualTo(401);
  }

  @Test
  void an_unknown_content_type_of_cloudevents_is_refused() {
    var headers =
        Map.of("Authorization", "Bearer " + KEY, "Content-Type", "application/cloudevents+avro");
    var reply = door.send("POST", "/ce", new byte[] {'x'}, headers);
    assertThat(reply.status()).isEqualTo(415);
  }

  @Test
  void a_sender_of_cloudevents_may_ask_first() {
    var asks = Map.of("WebHook-Request-Origin", "events.example.com");
    var reply = door.send("OPTIONS", "/ce", new byte[0], asks);
    assertThat(reply.header("WebHook-Allowed-Origin")).isEqualTo("events.example.com");
  }
}
