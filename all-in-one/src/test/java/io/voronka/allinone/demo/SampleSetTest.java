package io.voronka.allinone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.allinone.load.OutgoingCall;
import io.voronka.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SampleSetTest {

  static final List<SampleSet> SETS = SampleSet.ALL;

  @ParameterizedTest
  @FieldSource("SETS")
  void is_the_set_of_the_reference_answers(SampleSet set) throws IOException {
    var expected = expected(set).path("events");
    var byName = new TreeMap<String, Integer>();
    Set<String> persons = new HashSet<>();
    Set<String> ids = new HashSet<>();
    TreeSet<String> times = new TreeSet<>();
    try (var calls = set.calls(Duration.ZERO)) {
      calls
          .map(OutgoingCall::json)
          .forEach(
              call -> {
                byName.merge(call.path("event").asText(), 1, Integer::sum);
                persons.add(call.path("userId").asText());
                ids.add(call.path("messageId").asText());
                times.add(call.path("timestamp").asText());
              });
    }
    assertThat(Json.read(Json.bytes(byName))).isEqualTo(expected.path("byName"));
    assertThat(ids).hasSize((int) set.events()).hasSize(expected.path("count").asInt());
    assertThat(persons).hasSize(expected.path("persons").asInt());
    assertThat(times.first()).isEqualTo(expected.path("first").asText());
    assertThat(times.last()).isEqualTo(expected.path("last").asText());
    assertThat(set.last()).isEqualTo(expected.path("last").asText());
  }

  @ParameterizedTest
  @FieldSource("SETS")
  void has_the_funnels_whose_person_is_the_sets_own(SampleSet set) throws IOException {
    var expected =
        StreamSupport.stream(expected(set).path("funnels").spliterator(), false)
            .filter(funnel -> !funnel.has("personFrom"))
            .map(funnel -> List.of(funnel.path("id").asText(), nameless(funnel.path("definition"))))
            .toList();
    assertThat(set.funnels())
        .extracting(funnel -> List.of(funnel.id(), nameless(funnel.definition())))
        .isEqualTo(expected);
  }

  @Test
  void an_event_becomes_a_call_without_the_columns_it_leaves_empty() {
    try (var calls = SampleSet.GROCERY_OFFERS.calls(Duration.ofDays(1))) {
      assertThat(calls.findFirst().orElseThrow())
          .isEqualTo(
              new OutgoingCall(
                  json(
                      """
                      {"type": "track", "messageId": "grocery-offers:C04308", "userId": "1238",
                       "event": "campaign_received", "timestamp": "2016-11-15T05:00:00Z",
                       "properties": {"campaign_id": "24", "campaign_type": "Type C"}}"""),
                  1));
    }
  }

  @Test
  void numbers_and_flags_are_such_and_codes_stay_texts() {
    try (var calls = SampleSet.SUPPORT_INCIDENTS.calls(Duration.ZERO)) {
      var properties = calls.findFirst().orElseThrow().json().path("properties");
      assertThat(Json.read(Json.bytes(properties)))
          .isEqualTo(
              json(
                  """
                  {"contact_type": "Phone", "priority": "3", "impact": "2", "urgency": "2",
                   "category": "55", "location": "143", "assignment_group": "56",
                   "reassignment_count": 0, "reopen_count": 0, "made_sla": true,
                   "caller_id": "2403"}"""));
    }
  }

  @Test
  void another_person_leaves_out_rows_without_it_and_has_messages_of_its_own() {
    try (var calls =
        SampleSet.GROCERY_OFFERS.calls(List.of("person_id", "campaign_id"), Duration.ZERO)) {
      var all = calls.map(OutgoingCall::json).toList();
      assertThat(all).hasSize(6_589 + 2_102);
      assertThat(all.get(0).path("userId").asText()).isEqualTo("1238:24");
      assertThat(all.get(0).path("messageId").asText())
          .isEqualTo("grocery-offers:C04308:person_id+campaign_id");
    }
  }

  @Test
  void the_last_event_is_moved_to_the_last_day() {
    var now = Instant.parse("2026-11-25T03:00:00Z");
    for (var set : SETS) {
      var moved = set.movedTo(now);
      assertThat(Duration.between(set.last().plus(moved), now))
          .isBetween(Duration.ZERO, Duration.ofDays(1));
      assertThat(moved).isEqualTo(Duration.ofDays(moved.toDays()));
    }
  }

  private static JsonNode expected(SampleSet set) throws IOException {
    try (var in = SampleSetTest.class.getResourceAsStream("/expected/" + set.name() + ".json")) {
      return Json.read(in.readAllBytes());
    }
  }

  /** People read other names than programs do. */
  private static JsonNode nameless(JsonNode definition) {
    return ((ObjectNode) definition).deepCopy().without("name");
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
