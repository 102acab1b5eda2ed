package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may send webhooks, and what the others are told. */
@ExtendWith(SharedDoor.class)
class HookRoutesTest {

  private final Door door;

  HookRoutesTest(Door door) {
    this.door = door;
  }

  static List<Sample> samples() {
    return Sample.all().stream().filter(sample -> sample.name().startsWith("crm/")).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void who_does_not_know_the_secret_is_refused_and_nothing_is_kept(Sample sample) {
    door.at(sample.receivedAt());
    double before = door.counted("voronka.ingest.requests.unauthorized");
    var path = sample.path().replace("token=q", "token=wrong");
    var body = new String(sample.body(), StandardCharsets.ISO_8859_1);
    var forged =
        body.replace("jvh9y1ulvt2m6k5or90v9mg8nn320001", "jvh9y1ulvt2m6k5or90v9mg8nn320002");
    var headers = sample.headers();
    headers.computeIfPresent("authorization", (name, value) -> "Basic ZnVubmVsOndyb25nLXBhc3M=");
    // What is signed differs from what was: by a blank, which changes nothing else.
    var signed = headers.keySet().stream().anyMatch(name -> name.contains("signature"));
    var bytes = (signed ? forged + " " : forged).getBytes(StandardCharsets.ISO_8859_1);
    assertThat(door.send("POST", path, bytes, headers).status()).isEqualTo(401);
    assertThat(door.sink.intakes()).isEmpty();
    assertThat(door.counted("voronka.ingest.requests.unauthorized")).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crm/hubspot-deal-stage",
        "crm/hubspot-redelivery",
        "crm/stripe-checkout-completed"
      })
  void what_was_signed_long_ago_is_refused(String name) {
    var sample = Sample.of(name);
    door.at(sample.receivedAt().plus(Duration.ofMinutes(6)));
    assertThat(send(sample).status()).isEqualTo(401);
    door.at(sample.receivedAt().minus(Duration.ofMinutes(20)));
    assertThat(send(sample).status()).isEqualTo(401);
    assertThat(door.sink.intakes()).isEmpty();
  }

  @Test
  void an_older_signature_of_hubspot_is_enough_where_there_is_no_newer_one() {
    var sample = Sample.of("crm/hubspot-deal-stage");
    door.at(sample.receivedAt());
    var headers = sample.headers();
    headers.remove("x-hubspot-signature-v3");
    assertThat(door.send("POST", sample.path(), sample.body(), headers).status()).isEqualTo(200);
    headers.put("x-hubspot-signature", "eb26f01ee94df622d9ed05739f5784de");
    assertThat(door.send("POST", sample.path(), sample.body(), headers).status()).isEqualTo(401);
  }

  @Test
  void an_older_signature_of_hubspot_holds_as_long_as_hubspot_repeats() {
    var sample = Sample.of("crm/hubspot-deal-stage");
    var headers = sample.headers();
    headers.remove("x-hubspot-signature-v3");
    door.at(sample.receivedAt().plus(Duration.ofHours(24)));
    assertThat(door.send("POST", sample.path(), sample.body(), headers).status()).isEqualTo(200);
    door.fresh().at(sample.receivedAt().plus(Duration.ofHours(26)));
    assertThat(door.send("POST", sample.path(), sample.body(), headers).status()).isEqualTo(401);
    door.at(sample.receivedAt().minus(Duration.ofHours(1)));
    assertThat(door.send("POST", sample.path(), sample.body(), headers).status()).isEqualTo(401);
    assertThat(door.sink.intakes()).isEmpty();
  }

  @Test
  void a_webhook_may_be_longer_than_a_request_of_an_sdk() {
    var headers = Map.of("Authorization", "Bearer q-demo-token");
    var body = "{\"kind\":\"Lead\",\"lead\":{\"mail\":\"ann@example.com\"},\"rest\":\"%s\"}";
    var large = body.formatted("x".repeat(4_000_000)).getBytes(StandardCharsets.UTF_8);
    assertThat(door.send("POST", "/hooks/json/src_18", large, headers).status()).isEqualTo(200);
    assertThat(door.send("POST", "/hooks/json/src_18", Door.gzip(large), headers).status())
        .isEqualTo(200);
    assertThat(door.sink.events()).hasSize(2);
    var larger = body.formatted("x".repeat(4_200_000)).getBytes(StandardCharsets.UTF_8);
    var reply = door.send("POST", "/hooks/json/src_18", larger, headers);
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.text()).contains("at most 4096 KB (4194304 bytes)");
  }

  @Test
  void a_webhook_may_bring_more_events_than_a_batch() throws GeneralSecurityException {
    var keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
    var body =
        IntStream.range(0, 5000)
            .mapToObj(i -> "{\"event\":\"open\",\"user_id\":\"u\",\"sg_event_id\":\"" + i + "\"}")
            .collect(Collectors.joining(",", "[", "]"))
            .getBytes(StandardCharsets.UTF_8);
    var sources =
        """
        {"mail": {"kind": "sendgrid", "project": "demo", "secret": "%s"}}
        """
            .formatted(Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()));
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update("1763800000".getBytes(StandardCharsets.UTF_8));
    signature.update(body);
    var headers =
        Map.of(
            "X-Twilio-Email-Event-Webhook-Timestamp",
            "1763800000",
            "X-Twilio-Email-Event-Webhook-Signature",
            Base64.getEncoder().encodeToString(signature.sign()));
    try (var other = new Door(Optional.empty(), Door.sources(sources))) {
      var reply = other.send("POST", "/hooks/sendgrid/mail", body, headers);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.json().path("accepted").intValue()).isEqualTo(5000);
    }
  }

  @Test
  void what_is_sent_again_has_the_same_ids() {
    for (var pair :
        List.of(
            List.of("crm/hubspot-deal-stage", "crm/hubspot-redelivery"),
            List.of(
                "crm/pipedrive-v2-deal-stage-change",
                "crm/pipedrive-v2-deal-stage-change-retry"))) {
      var first = Sample.of(pair.get(0));
      door.fresh().at(first.receivedAt());
      send(first);
      send(Sample.of(pair.get(1)));
      var ids = door.sink.events().stream().map(event -> event.event().id()).toList();
      assertThat(ids.get(ids.size() - 1)).isEqualTo(ids.get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/hooks/pipedrive/src_99",
        "/hooks/hubspot/src_10",
        "/hooks/nothing/src_10",
        "/hooks/pipedrive/src_10"
      })
  void unknown_sources_are_told_apart_from_nothing(String path) {
    var reply = door.send("POST", path, new byte[] {'x'}, Map.of());
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json().path("detail").textValue())
        .isEqualTo("There is no such source, or the request is not from it.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rubbish", "", "{\"v\":1,\"current\":{}}", "[]", "{\"meta\":7}"})
  void whoever_knows_the_secret_hears_no_complaint(String body) {
    var headers = Map.of("Authorization", "Basic ZnVubmVsOnBkLWRlbW8tcGFzcw==");
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var reply = door.send("POST", "/hooks/pipedrive/src_10", bytes, headers);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("success").booleanValue()).isTrue();
    assertThat(reply.json().path("rejected")).hasSize(1);
    assertThat(door.sink.rejections().get(0).source()).isEqualTo("hooks/pipedrive/src_10");
  }

  @Test
  void without_kafka_a_sender_may_try_again() {
    var sample = Sample.of("crm/pipedrive-v2-deal-won");
    door.at(sample.receivedAt());
    door.sink.fail();
    assertThat(send(sample).status()).isEqualTo(503);
  }

  @Test
  void a_sender_may_look_first() {
    assertThat(door.send("GET", "/hooks/mailchimp/src_16", new byte[0], Map.of()).status())
        .isEqualTo(200);
    assertThat(door.send("HEAD", "/hooks/mandrill/src_15", new byte[0], Map.of()).status())
        .isEqualTo(200);
  }

  @Test
  void any_other_webhook_is_taken_by_its_mapping() {
    var body = "{\"kind\":\"Lead Qualified\",\"lead\":{\"mail\":\"ann@example.com\",\"score\":7}}";
    var headers = Map.of("Authorization", "Bearer q-demo-token");
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThat(door.send("POST", "/hooks/json/src_18", bytes, headers).status()).isEqualTo(200);
    assertThat(door.sink.events()).hasSize(1);
    assertThat(door.sink.events().get(0).event().name()).isEqualTo("Lead Qualified");
    assertThat(door.sink.events().get(0).sender()).startsWith("email:71d4f55f");
  }

  private Door.Reply send(Sample sample) {
    return door.send("POST", sample.path(), sample.body(), sample.headers());
  }
}
