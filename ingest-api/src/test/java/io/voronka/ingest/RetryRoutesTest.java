package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.ingest.protocol.Rejection;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Json;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.Secrets;
import io.voronka.wire.access.WriteKey;
import io.voronka.wire.access.WriteKey.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was rejected is read again by the same decoders; mended here as an update would. */
class RetryRoutesTest {

  private static final String INTERNAL = "internal1";

  private final Door door = new Door();

  @BeforeEach
  void makeKey() {
    var secrets = List.of(new Secret(Secrets.hash(INTERNAL), "", Secret.FOR_GOOD));
    door.keys.take(
        AccessRecord.of(new WriteKey("demo", "retry", "", secrets, List.of(), 0, false, true, 0)));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private Rejection rejected() {
    assertThat(door.sink.rejections()).hasSize(1);
    var rejection = door.sink.rejections().get(0);
    door.sink.reset();
    return rejection;
  }

  /** Sends a rejection again as its record has it, with a text in it replaced by another. */
  private Door.Reply retry(Rejection rejection, String fault, String mended) {
    var text = new String(rejection.toJson(), StandardCharsets.UTF_8);
    assertThat(text).contains(fault);
    var json = JsonNodeFactory.instance.objectNode().put("id", "7");
    json.set("rejection", Json.read(text.replace(fault, mended).getBytes(StandardCharsets.UTF_8)));
    return send(Json.bytes(json), INTERNAL);
  }

  private Door.Reply send(byte[] body, String key) {
    var headers = Map.of("Authorization", "Bearer " + key);
    return door.send("POST", IngestRoutes.RETRY, body, headers);
  }

  @Test
  void a_call_of_a_batch_is_read_with_what_stood_around_it() {
    door.post(
        "/v1/batch",
        """
        {"sentAt": "2026-11-22T10:02:00Z", "context": {"locale": "de"}, "writeKey": "wk_demo_7Qp2",
         "batch": [
          {"type": "track", "event": "A", "userId": "ann", "messageId": "m1"},
          {"type": "track", "event": 7, "userId": "ann", "timestamp": "2026-11-22T09:00:00Z"}]}
        """);
    var rejection = rejected();
    assertThat(new String(rejection.toJson(), StandardCharsets.UTF_8)).doesNotContain("wk_demo");
    door.at(Door.NOW.plus(Duration.ofDays(2)));

    var reply = retry(rejection, "\"event\":7", "\"event\":\"B\"");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("accepted").asInt()).isEqualTo(1);
    var event = door.sink.events().get(0).event();
    assertThat(event.name()).isEqualTo("B");
    assertThat(event.timeMillis()).isEqualTo(Door.NOW.minusSeconds(3720).toEpochMilli());
    assertThat(PropertyJson.write(EventCodec.properties(event)).at("/context/locale").asText())
        .isEqualTo("de");
    assertThat(door.sink.events().get(0).receivedMillis()).isEqualTo(Door.NOW.toEpochMilli());
    assertThat(door.sink.rejections()).isEmpty();
  }

  @Test
  void trying_twice_gives_the_same_ids() {
    door.post("/v1/batch", "{\"batch\":[{\"type\":\"track\",\"event\":7,\"userId\":\"ann\"}]}");
    var rejection = rejected();
    retry(rejection, "\"event\":7", "\"event\":\"B\"");
    retry(rejection, "\"event\":7", "\"event\":\"B\"");
    var ids = door.sink.events().stream().map(event -> event.event().id()).distinct().toList();
    assertThat(door.sink.events()).hasSize(2);
    assertThat(ids).hasSize(1);
  }

  @Test
  void a_body_that_could_not_be_read_is_read_again() {
    door.post("/v1/track", "{\"event\": \"E\", \"userId\": \"ann\", \"token\": \"t\", ]");
    var rejection = rejected();
    assertThat(rejection.raw()).contains("[removed]").doesNotContain("\"t\"");
    var reply = retry(rejection, ", \\\"token\\\": [removed], ]", "}");
    assertThat(reply.json().path("accepted").asInt()).as(reply.text()).isEqualTo(1);
    assertThat(door.sink.events().get(0).event().name()).isEqualTo("E");
  }

  @Test
  void what_is_refused_again_is_told_and_not_kept_twice() {
    door.post("/v1/track", "{\"event\": 7, \"userId\": \"ann\"}");
    var reply = retry(rejected(), "{", "{");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("accepted").asInt()).isZero();
    assertThat(reply.json().at("/rejected/0/reason").asText()).contains("event must be a string");
    assertThat(door.sink.intakes()).allMatch(intake -> intake.rejections().isEmpty());
  }

  @Test
  void a_rule_of_bitrix24_keeps_its_address_without_the_token() {
    var path = "/hooks/bitrix24/src_12?token=q-demo-token&stage=C1:NEW&amount=7&deal=";
    var body = "document_id[2]=NOTHING_7&auth[domain]=b24.example.com&auth[access_token]=a1b2c3d4";
    var source =
        Door.sources().byId().values().stream()
            .filter(one -> one.kind().equals("bitrix24"))
            .findFirst()
            .orElseThrow();
    path = path.replace("src_12", source.id()).replace("q-demo-token", source.secrets().get(0));
    if (!source.account().isEmpty()) {
      body += "&auth[member_id]=" + source.account();
    }
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThat(door.send("POST", path, bytes, Map.of()).status()).isEqualTo(200);
    var rejection = rejected();
    assertThat(new String(rejection.toJson(), StandardCharsets.UTF_8))
        .contains("\"stage\":\"C1:NEW\"")
        .doesNotContain("a1b2c3d4", source.secrets().get(0));

    var reply = retry(rejection, "NOTHING_7", "DEAL_7");

    assertThat(reply.json().path("accepted").asInt()).as(reply.text()).isEqualTo(1);
    var event = door.sink.events().get(0).event();
    assertThat(event.name()).isEqualTo("Deal Stage Changed");
    assertThat(PropertyJson.write(EventCodec.properties(event)).path("value").asInt()).isEqualTo(7);
  }

  @Test
  void an_unreadable_webhook_is_kept_without_its_secrets() {
    var source = Door.sources().byId().get("src_10");
    var headers = Map.of("Authorization", "Basic ZnVubmVsOnBkLWRlbW8tcGFzcw==");
    var body = "{\"note\": \"" + source.secrets().get(0) + "\", \"access_token\": \"a1b2c3d4\",";
    door.send("POST", "/hooks/pipedrive/src_10", body.getBytes(StandardCharsets.UTF_8), headers);
    assertThat(rejected().raw())
        .isEqualTo("{\"note\": \"[removed]\", \"access_token\": [removed],");
  }

  @Test
  void only_a_service_of_our_own_may_send_there() {
    var body = "{\"id\":\"1\",\"rejection\":{}}".getBytes(StandardCharsets.UTF_8);
    assertThat(send(body, Door.KEY).status()).isEqualTo(401);
    assertThat(send(body, "nothing1").status()).isEqualTo(401);
    assertThat(send(body, INTERNAL).status()).isEqualTo(400);
  }
}
