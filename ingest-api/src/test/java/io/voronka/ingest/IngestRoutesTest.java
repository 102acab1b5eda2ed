package io.voronka.ingest;

import static io.voronka.ingest.Door.KEY;
import static io.voronka.ingest.Door.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedDoor.class)
class IngestRoutesTest {

  private static final String CALL = "{\"event\":\"E\",\"userId\":\"ann\",\"messageId\":\"m1\"}";
  private static final byte[] CALL_BYTES = CALL.getBytes(StandardCharsets.UTF_8);

  private final Door door;

  IngestRoutesTest(Door door) {
    this.door = door;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/track",
        "/v1/track/",
        "/v1/page",
        "/v1/screen",
        "/v1/identify",
        "/v1/page/",
        "/v1/t",
        "/v1/t/",
        "/v1/p",
        "/v1/s",
        "/v1/i",
        "/collect/v1/t",
        "/a/b/v1/track/"
      })
  void a_single_call_is_taken(String path) {
    var reply = door.post(path, CALL);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.text())
        .isEqualTo("{\"success\":true,\"accepted\":1,\"rejected\":[],\"position\":\"0.1\"}");
    assertThat(door.sink.events()).hasSize(1);
    assertThat(door.sink.intakes().get(0).project()).isEqualTo("demo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/batch", "/v1/import", "/v1/batch/", "/v1/b", "/sub/v1/b"})
  void good_calls_are_taken_beside_bad_ones(String path) {
    var reply =
        door.post(
            path,
            """
            {"batch": [
              {"type": "track", "event": "E", "userId": "ann", "messageId": "m1"},
              {"type": "track", "userId": "ann", "messageId": "m2"},
              {"type": "buy", "userId": "ann"},
              {"type": "page", "anonymousId": "a1", "messageId": "m4"}
            ]}
            """);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json())
        .isEqualTo(
            json(
                """
                {"success": true, "accepted": 2, "rejected": [
                  {"index": 1, "messageId": "m2", "reason": "event must be a string that is not blank"},
                  {"index": 2, "messageId": null, "reason": "type must be one of track, page, screen, identify, alias, group"}
                ], "position": "0.2"}
                """));
    assertThat(door.sink.events())
        .extracting(event -> event.event().id())
        .containsExactly("m1", "m4");
  }

  @Test
  void rejected_calls_are_kept_without_key_and_address() {
    door.post(
        "/v1/batch",
        """
        {"batch": [
          {"type": "page", "anonymousId": "a1"},
          {"type": "track", "userId": "ann", "messageId": "m2", "writeKey": "wk_demo_7Qp2",
           "context": {"ip": "1.2.3.4", "locale": "de"}}
        ]}
        """);
    assertThat(door.sink.rejections()).hasSize(1);
    assertThat(Json.read(door.sink.rejections().get(0).toJson()))
        .isEqualTo(
            json(
                """
                {"receivedAt": "2026-11-22T10:02:00Z", "reason": "event must be a string that is not blank",
                 "messageId": "m2", "index": 1, "source": "v1/batch", "list": "batch",
                 "call": {"type": "track", "userId": "ann", "messageId": "m2", "context": {"locale": "de"}}}
                """));
  }

  @Test
  void a_batch_without_a_good_call_is_refused_with_every_fault() {
    var reply =
        door.post(
            "/v1/batch", "{\"batch\":[{\"type\":\"page\"},{\"type\":\"track\",\"userId\":{}}]}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.json().path("violations"))
        .isEqualTo(
            json(
                """
                [{"path": "batch[0]", "message":
                    "needs a userId or an anonymousId; placeholders such as null or guest are none"},
                 {"path": "batch[1].userId", "message": "must be a string or a number"},
                 {"path": "batch[1].event", "message": "must be a string that is not blank"}]
                """));
    assertThat(door.sink.rejections()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          COMPRESSED, ENCODING, TYPE
          true,       gzip,     application/json
          true,       ,         application/json
          true,       ,         text/plain
          true,       identity, application/octet-stream
          false,      gzip,     application/json
          false,      ,         text/plain;charset=UTF-8
          false,      ,         application/x-www-form-urlencoded
          """)
  void the_body_is_read_by_its_bytes(boolean isCompressed, String encoding, String type) {
    var headers = new java.util.HashMap<>(Map.of("Authorization", "Bearer " + KEY));
    headers.put("Content-Type", type);
    if (encoding != null) {
      headers.put("Content-Encoding", encoding);
    }
    var reply =
        door.send("POST", "/v1/track", isCompressed ? Door.gzip(CALL_BYTES) : CALL_BYTES, headers);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(door.sink.events()).hasSize(1);
  }

  @Test
  void a_preflight_may_ask_for_any_header() {
    var reply =
        door.send(
            "OPTIONS",
            "/v1/batch",
            new byte[0],
            Map.of(
                "Origin", "https://shop.example.com",
                "Access-Control-Request-Method", "POST",
                "Access-Control-Request-Headers", "authorization,x-retry-count"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{}");
    assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example.com");
    assertThat(reply.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(reply.header("Access-Control-Allow-Methods")).contains("POST");
    assertThat(reply.header("Access-Control-Allow-Headers"))
        .isEqualTo("authorization,x-retry-count");
    assertThat(reply.header("Access-Control-Max-Age")).isEqualTo("43200");
  }

  @ParameterizedTest
  @CsvSource({"POST,/v1/track,401", "GET,/v1/track,405", "POST,/v1/nothing,404"})
  void failures_can_be_read_from_a_page_too(String method, String path, int status) {
    var page = door.send(method, path, new byte[0], Map.of("Origin", "https://shop.example.com"));
    assertThat(page.status()).isEqualTo(status);
    assertThat(page.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(page.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example.com");
    var program = door.send(method, path, new byte[0], Map.of());
    assertThat(program.header("Access-Control-Allow-Origin")).isEqualTo("*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/health/ready", "/health/live"})
  void pages_do_not_see_what_is_for_operators(String path) {
    var reply = door.send("GET", path, new byte[0], Map.of("Origin", "https://shop.example.com"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
    var asks = Map.of("Origin", "https://shop.example.com", "Access-Control-Request-Method", "GET");
    var preflight = door.send("OPTIONS", path, new byte[0], asks);
    assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset",
        "application/json; charset=",
        "application/json; charset=\"",
        "application/json;charset=nothing",
        "; charset",
        "charset=\u00ff"
      })
  void a_body_is_read_whatever_its_label(String type) {
    for (var path : List.of("/v1/track", "/e/?ip=1", "/ce", "/hooks/json/src_18?token=x")) {
      var headers = Map.of("Authorization", "Bearer " + KEY, "Content-Type", type);
      assertThat(door.send("POST", path, CALL_BYTES, headers).status()).isLessThan(500);
    }
    assertThat(door.sink.events()).hasSize(1);
  }

  @Test
  void without_kafka_a_request_may_be_sent_again() {
    door.sink.fail();
    var reply = door.post("/v1/track", CALL);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("2");
    assertThat(reply.header("Access-Control-Expose-Headers")).isEqualTo("Retry-After");
    assertThat(reply.json().path("detail").textValue()).isEqualTo("Kafka is away.");
  }

  @Test
  void a_refusal_waits_until_the_rejection_is_kept() {
    door.sink.fail();
    assertThat(door.post("/v1/track", "{\"userId\":\"ann\"}").status()).isEqualTo(503);
    assertThat(door.post("/v1/track", "rubbish").status()).isEqualTo(503);
  }

  @Test
  void a_stop_lets_requests_finish_and_takes_no_more() {
    // Given
    var door = new Door();
    var kept = door.sink.hold();
    var reply =
        door.sendAsync("POST", "/v1/track", CALL_BYTES, Map.of("Authorization", "Bearer " + KEY));
    door.sink.appended().join();
    door.inFlight.drain(Duration.ZERO);
    // When
    var late = door.post("/v1/track", CALL);
    kept.complete(null);
    // Then
    assertThat(late.status()).isEqualTo(503);
    assertThat(reply.join().status()).isEqualTo(200);
    door.close();
  }

  @Test
  void every_outcome_is_counted() {
    try (var counting = new Door()) {
      counting.post("/v1/track", CALL);
      counting.post("/v1/batch", "{\"batch\":[" + CALL + "]}"); // has no type
      counting.post("/v1/track", "rubbish");
      counting.send("POST", "/v1/track", CALL_BYTES, Map.of());
      counting.sink.fail();
      counting.post("/v1/track", CALL);
      assertThat(counting.counted("voronka.ingest.requests")).isEqualTo(5);
      assertThat(counting.counted("voronka.ingest.requests.unauthorized")).isEqualTo(1);
      assertThat(counting.counted("voronka.ingest.requests.unavailable")).isEqualTo(1);
      assertThat(counting.counted("voronka.ingest.events.accepted")).isEqualTo(1);
      assertThat(counting.counted("voronka.ingest.events.rejected", "reason", "type")).isEqualTo(1);
      assertThat(counting.counted("voronka.ingest.events.rejected", "reason", "body")).isEqualTo(1);
      assertThat(
              counting.telemetry.registry().get("voronka.ingest.acknowledgement").timer().count())
          .isEqualTo(3);
    }
  }

  @Test
  void events_carry_the_time_of_receipt() {
    door.post("/v1/track", CALL);
    assertThat(door.sink.events().get(0).receivedMillis()).isEqualTo(NOW.toEpochMilli());
  }

  private static com.fasterxml.jackson.databind.JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
