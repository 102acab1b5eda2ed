package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.ingest.privacy.PrivacyRules;
import io.voronka.ingest.privacy.Refinery;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Json;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.Secrets;
import io.voronka.wire.access.WriteKey;
import io.voronka.wire.access.WriteKey.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a webhook would become is what it becomes. */
class TrialRoutesTest {

  private static final String INTERNAL = "internal1";
  private static final Set<String> NOT_OF_THE_API = Set.of("project", "secret", "secrets");

  private Door door = new Door();

  @AfterEach
  void close() {
    door.close();
  }

  static List<Sample> samples() {
    return Sample.all().stream().filter(sample -> sample.name().startsWith("crm/")).toList();
  }

  private Door.Reply attempt(JsonNode source, String sample) {
    return attempt("forms", source, sample, null);
  }

  private Door.Reply attempt(String id, JsonNode source, String sample, @Nullable String query) {
    var body = JsonNodeFactory.instance.objectNode().put("id", id).put("sample", sample);
    if (query != null) {
      body.put("query", query);
    }
    body.set("source", source);
    return send(Json.bytes(body), INTERNAL);
  }

  private Door.Reply send(byte[] body, String key) {
    var secrets = List.of(new Secret(Secrets.hash(INTERNAL), "", Secret.FOR_GOOD));
    door.keys.take(
        AccessRecord.of(new WriteKey("demo", "retry", "", secrets, List.of(), 0, false, true, 0)));
    return door.send("POST", IngestRoutes.TRIAL, body, Map.of("Authorization", "Bearer " + key));
  }

  private static ObjectNode source(String id) throws IOException {
    try (var in = TrialRoutesTest.class.getResourceAsStream("/sources.json")) {
      return ((ObjectNode) Json.read(in.readAllBytes()).path(id)).remove(NOT_OF_THE_API);
    }
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void a_sample_becomes_what_it_becomes_when_it_is_sent(Sample sample) throws IOException {
    door.at(sample.receivedAt());
    door.send("POST", sample.path(), sample.body(), sample.headers());
    var kept = door.sink.events();
    assertThat(door.sink.rejections()).isEmpty();
    door.sink.reset();

    var address = URI.create(sample.path());
    var id = address.getPath().replaceAll(".*/", "");
    var body = new String(sample.body(), StandardCharsets.UTF_8);
    var reply = attempt(id, source(id), body, address.getRawQuery());

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    var told = reply.json().path("events");
    assertThat(told).hasSameSizeAs(kept);
    for (int i = 0; i < kept.size(); i++) {
      assertSame(told.get(i), kept.get(i));
    }
    assertThat(reply.json().path("rejected")).isEmpty();
    assertThat(door.sink.intakes()).isEmpty();
  }

  private static void assertSame(JsonNode told, ReceivedEvent kept) {
    assertThat(told.path("kind").asText()).isEqualToIgnoringCase(kept.kind().name());
    assertThat(told.path("event").asText()).isEqualTo(kept.event().name());
    assertThat(told.path("userId").textValue()).isEqualTo(kept.userId());
    assertThat(told.path("anonymousId").textValue()).isEqualTo(kept.anonymousId());
    assertThat(told.path("otherIds")).map(JsonNode::textValue).isEqualTo(kept.otherIds());
    assertThat(Instant.parse(told.path("time").asText()).toEpochMilli())
        .isEqualTo(kept.event().timeMillis());
    assertThat(told.path("messageId").asText()).isEqualTo(kept.event().id());
    assertThat(told.path("properties").toString())
        .isEqualTo(PropertyJson.write(EventCodec.properties(kept.event())).toString());
  }

  @Test
  void what_must_not_be_kept_is_not_told() {
    door.close();
    var rules =
        PrivacyRules.read(
            "{\"*\": {\"drop\": [\"score\"]}}".getBytes(StandardCharsets.UTF_8),
            fault -> {
              throw new IllegalStateException(fault);
            });
    door = new Door(Optional.empty(), new Refinery(rules, null));
    var source =
        json(
            """
            {"kind": "json", "mapping":
             {"event": "/kind", "userId": "/who", "properties": {"score": "/s", "form": "/f"}}}
            """);

    var reply = attempt(source, "{\"kind\": \"Won\", \"who\": \"ann\", \"s\": 7, \"f\": \"a\"}");

    assertThat(reply.json().at("/events/0/properties")).isEqualTo(json("{\"form\": \"a\"}"));
  }

  @Test
  void what_would_be_rejected_is_told_with_its_reason_and_not_kept() throws IOException {
    var broken = attempt(source("src_18"), "{\"kind\": ");
    assertThat(broken.json().path("events")).isEmpty();
    assertThat(broken.json().at("/rejected/0/reason").asText()).contains("JSON");
    var nobody = attempt(source("src_18"), "{\"kind\": \"Won\"}");
    assertThat(nobody.json().at("/rejected/0/reason").asText()).isNotEmpty();
    assertThat(door.sink.intakes()).isEmpty();
  }

  @Test
  void of_many_messages_the_first_are_told_and_all_are_counted() {
    var source =
        json(
            """
            {"kind": "json", "mapping": {"each": "/list", "event": "/kind", "userId": "/who"}}
            """);
    var good = "{\"kind\": \"Won\", \"who\": \"ann\"}";
    var list = String.join(",", Collections.nCopies(300, good + ",{\"kind\": \"Won\"}"));

    var reply = attempt(source, "{\"list\": [" + list + "]}\n").json();

    assertThat(reply.path("accepted").asInt()).isEqualTo(300);
    assertThat(reply.path("refused").asInt()).isEqualTo(300);
    assertThat(reply.path("events")).hasSize(Trials.MOST_TOLD);
    assertThat(reply.path("rejected")).hasSize(Trials.MOST_TOLD);
    assertThat(reply.at("/rejected/1/index").asInt()).isEqualTo(3);
  }

  @Test
  void a_mapping_is_bounded() {
    var text = "x".repeat(8000);
    var source =
        json(
            "{\"kind\": \"json\", \"mapping\": {\"event\": \"E\", \"properties\": {\"p\": \""
                + text
                + "\"}}}");
    assertThat(attempt(source, "{}").text()).contains("at most 8000 characters");
  }

  @Test
  void faults_of_a_source_are_named_all() {
    var reply = attempt(json("{\"kind\": \"json\", \"won\": [1]}"), "{}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).contains("\"won\"", "\"mapping");
    assertThat(attempt(json("{\"kind\": \"sap\"}"), "{}").text()).contains("\"kind\"");
    assertThat(attempt("a b", json("{\"kind\": \"stripe\"}"), "{}", null).text())
        .contains("\"id\"");
    assertThat(send("{\"source\": 7".getBytes(StandardCharsets.UTF_8), INTERNAL).status())
        .isEqualTo(400);
    var missing =
        send("{\"source\": {\"kind\": \"stripe\"}}".getBytes(StandardCharsets.UTF_8), INTERNAL);
    assertThat(missing.text()).contains("\"sample\"");
  }

  @Test
  void only_the_dashboard_may_ask() {
    assertThat(send("{}".getBytes(StandardCharsets.UTF_8), Door.KEY).status()).isEqualTo(401);
    assertThat(send("{}".getBytes(StandardCharsets.UTF_8), "wrong").status()).isEqualTo(401);
  }
}
