package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.explore.FlowLink;
import io.voronka.model.explore.FlowLink.Place;
import io.voronka.model.explore.SeenEvent;
import io.voronka.wire.DriversQuestion;
import io.voronka.wire.FunnelPathsQuestion;
import io.voronka.wire.Json;
import io.voronka.wire.NamesQuestion;
import io.voronka.wire.PathsQuestion;
import io.voronka.wire.PropertiesQuestion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExploreRoutesTest {

  private static final FakeInstance ONE = new FakeInstance();
  private static final FakeInstance TWO = new FakeInstance();
  private static final Desk DESK =
      new Desk(new FakeMarks().heldBy(List.of(ONE.address(), TWO.address())), 2);

  @BeforeEach
  void reset() {
    ONE.reset();
    TWO.reset();
  }

  @AfterAll
  static void close() {
    DESK.close();
    ONE.close();
    TWO.close();
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void flows_of_all_partitions_are_one_picture() {
    ONE.answers(
        PathsQuestion.PATH,
        question ->
            new PathsQuestion.Answer(
                List.of(
                    new FlowLink(0, Place.of("view"), Place.of("cart"), 2),
                    new FlowLink(0, Place.of("view"), Place.END, 1)),
                false));
    TWO.answers(
        PathsQuestion.PATH,
        question ->
            new PathsQuestion.Answer(
                List.of(
                    new FlowLink(0, Place.of("view"), Place.of("cart"), 3),
                    new FlowLink(0, Place.of("view"), Place.of("help"), 1)),
                false));

    assertThat(DESK.get("/paths?start=view&depth=1&top=1").json())
        .isEqualTo(
            json(
                """
                {"from": null, "to": null, "start": "view", "end": null, "depth": 1,
                 "repeats": false, "persons": 7,
                 "nodes": [
                   {"id": 0, "step": 0, "event": "view", "persons": 7, "ended": 1},
                   {"id": 1, "step": 1, "event": "cart", "persons": 5, "ended": 0},
                   {"id": 2, "step": 1, "event": null, "persons": 1, "ended": 0,
                    "other": true, "events": 1}],
                 "links": [{"source": 0, "target": 1, "persons": 5},
                           {"source": 0, "target": 2, "persons": 1}],
                 "more": false}
                """));
  }

  @Test
  void flows_have_one_end_or_two() {
    for (var instance : List.of(ONE, TWO)) {
      instance.answers(PathsQuestion.PATH, question -> new PathsQuestion.Answer(List.of(), false));
    }

    DESK.get("/paths?between=view,buy&from=2026-03-01T00:00:00Z&repeats=true");
    DESK.get("/paths?between=" + Desk.encoded("[\"a, b\",\"c\"]"));

    assertThat(ONE.asked.get(0).at("/flow/start").asText()).isEqualTo("view");
    assertThat(ONE.asked.get(0).at("/flow/end").asText()).isEqualTo("buy");
    assertThat(ONE.asked.get(0).at("/flow/repeats").asBoolean()).isTrue();
    assertThat(ONE.asked.get(0).at("/flow/depth").asInt()).isEqualTo(5);
    assertThat(ONE.asked.get(1).at("/flow/start").asText()).isEqualTo("a, b");
    assertThat(DESK.get("/paths?start=a&end=b").faults()).containsExactly("start");
    assertThat(DESK.get("/paths?between=a,b,c").faults()).containsExactly("between");
    assertThat(DESK.get("/paths?between=" + Desk.encoded("[\"a\",3]")).faults())
        .containsExactly("between");
    assertThat(
            DESK.get(
                    "/paths?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z&depth=11&top=0"
                        + "&repeats=no&where=[]")
                .faults())
        .containsExactly("depth", "repeats", "to", "top", "where");
  }

  @Test
  void what_the_people_at_a_stage_did_is_asked_with_their_funnel() {
    for (var instance : List.of(ONE, TWO)) {
      instance.answers(
          FunnelPathsQuestion.PATH,
          question ->
              new PathsQuestion.Answer(
                  List.of(
                      new FlowLink(0, Place.of("cart"), Place.of("help"), 2),
                      new FlowLink(1, Place.of("help"), Place.END, 2)),
                  false));
    }

    var answer = DESK.get("/funnels/checkout/paths?stage=2&state=dropped&depth=2").json();

    var asked = ONE.asked.get(0);
    assertThat(asked.path("stage").asInt()).as("counted from 0 inside").isEqualTo(1);
    assertThat(asked.path("state").asText()).isEqualTo("DROPPED");
    assertThat(asked.at("/of/definition/name").asText()).isNotEmpty();
    assertThat(answer.path("stage").asInt()).isEqualTo(2);
    assertThat(answer.path("state").asText()).isEqualTo("dropped");
    assertThat(answer.path("persons").asInt()).isEqualTo(4);
    assertThat(answer.at("/nodes/1/ended").asInt()).isEqualTo(4);
    assertThat(DESK.get("/funnels/checkout/paths?stage=3&state=dropped&start=view").faults())
        .containsExactly("start", "state");
    assertThat(DESK.get("/funnels/checkout/paths").faults()).containsExactly("stage");
  }

  @Test
  void what_goes_with_advancing_is_told_with_its_table() {
    ONE.answers(
        DriversQuestion.PATH,
        question ->
            json(
                """
                {"advanced": 10, "dropped": 2, "pending": 3, "cut": false, "factors": [
                  {"source": "ENTRY", "name": "utm", "value": "mail", "advanced": 8, "dropped": 0},
                  {"source": "ENTRY", "name": "id", "value": null, "advanced": 0, "dropped": 0}]}
                """));
    TWO.answers(
        DriversQuestion.PATH,
        question ->
            json(
                """
                {"advanced": 1, "dropped": 11, "pending": 0, "cut": false, "factors": [
                  {"source": "ENTRY", "name": "utm", "value": "mail", "advanced": 0, "dropped": 1},
                  {"source": "EVENT", "name": "help", "value": null, "advanced": 1, "dropped": 5}]}
                """));

    var answer = DESK.get("/funnels/checkout/drivers?stage=2").json();

    assertThat(ONE.asked.get(0).path("stage").asInt()).isEqualTo(1);
    assertThat(answer.path("pendingLeftOut").asInt()).isEqualTo(3);
    assertThat(answer.path("reached").asInt()).isEqualTo(27);
    assertThat(answer.path("compared").asInt()).isEqualTo(2);
    assertThat(answer.path("manyValued"))
        .isEqualTo(json("[{\"source\":\"entry\",\"property\":\"id\"}]"));
    var mail = answer.at("/drivers/0");
    assertThat(mail.path("property").asText()).isEqualTo("utm");
    assertThat(mail.path("value").asText()).isEqualTo("mail");
    assertThat(mail.path("n").asInt()).isEqualTo(9);
    assertThat(mail.at("/with/advanced").asInt()).isEqualTo(8);
    assertThat(mail.at("/without/dropped").asInt()).isEqualTo(12);
    assertThat(mail.path("lift").asDouble()).isCloseTo(8 / 9.0 * 24 / 11, within());
    assertThat(mail.path("qValue").asDouble())
        .isCloseTo(2 * mail.path("pValue").asDouble(), within());
    assertThat(answer.at("/drivers/1/event").asText()).isEqualTo("help");
    assertThat(answer.at("/drivers/1").has("value")).isFalse();
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.api.Assertions.within(1e-9);
  }

  @Test
  void drivers_need_a_stage_from_which_one_can_go_on() {
    assertThat(DESK.get("/funnels/checkout/drivers").faults()).containsExactly("stage");
    assertThat(DESK.get("/funnels/checkout/drivers?stage=3&limit=0&breakdown=utm").faults())
        .containsExactly("breakdown", "limit", "stage");
    assertThat(DESK.get("/funnels/unknown/drivers?stage=1").status()).isEqualTo(404);
  }

  @Test
  void names_and_properties_of_all_partitions_are_added_up() {
    ONE.answers(
        NamesQuestion.PATH,
        question -> new NamesQuestion.Answer(List.of(new SeenEvent("view", 2, 0)), false));
    TWO.answers(
        NamesQuestion.PATH,
        question ->
            new NamesQuestion.Answer(
                List.of(new SeenEvent("view", 1, 1000), new SeenEvent("buy", 9, 500)), true));
    assertThat(DESK.get("/events/names").json())
        .isEqualTo(
            json(
                """
                {"names": [
                  {"name": "buy", "count": 9, "lastSeen": "1970-01-01T00:00:00.500Z"},
                  {"name": "view", "count": 3, "lastSeen": "1970-01-01T00:00:01Z"}],
                 "more": true}
                """));

    for (var instance : List.of(ONE, TWO)) {
      instance.answers(
          PropertiesQuestion.PATH,
          question ->
              json(
                  """
                  {"cut": false, "properties": [{"name": "size", "count": 2, "more": false,
                    "types": ["TEXT", "NUMBER"], "values": [{"value": 3, "count": 2}]}]}
                  """));
    }
    assertThat(DESK.get("/events/properties?event=view").json())
        .isEqualTo(
            json(
                """
                {"event": "view", "properties": [{"name": "size", "count": 4,
                  "types": ["text", "number"], "values": [{"value": 3, "count": 4}],
                  "moreValues": false}], "more": false}
                """));
    assertThat(DESK.get("/events/properties").faults()).containsExactly("event");
    assertThat(DESK.get("/events/names?event=x&after=!").faults())
        .containsExactly("after", "event");
  }
}
