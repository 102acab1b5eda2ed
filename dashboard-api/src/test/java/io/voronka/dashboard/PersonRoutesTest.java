package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.testing.Scenario;
import io.voronka.wire.EventCodec;
import io.voronka.wire.ExplainQuestion;
import io.voronka.wire.Json;
import io.voronka.wire.PersonQuestion;
import io.voronka.wire.PersonQuestion.Found;
import io.voronka.wire.PersonQuestion.SessionSpan;
import io.voronka.wire.PersonsQuestion;
import io.voronka.wire.PersonsQuestion.Listed;
import io.voronka.wire.PersonsQuestion.Place;
import io.voronka.wire.ReceivedEvent;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PersonRoutesTest {

  private static final JsonNode NOTHING = Json.read(utf8("{}"));
  private static final long TEN = Scenario.at("10:00").toEpochMilli();

  private static final String NOWHERE = "127.0.0.1:1";

  private static final FakeInstance ONE = new FakeInstance();
  private static final FakeInstance TWO = new FakeInstance();
  private static final FakeMarks MARKS = new FakeMarks();
  private static final Desk DESK = new Desk(MARKS, 2);

  @BeforeEach
  void reset() {
    ONE.reset();
    TWO.reset();
    MARKS.heldBy(List.of(ONE.address(), TWO.address()));
  }

  @AfterAll
  static void close() {
    DESK.close();
    ONE.close();
    TWO.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Listed person(String id) {
    return new Listed(
        id,
        List.of(id),
        TEN,
        TEN + 60_000,
        2,
        "dropped",
        TEN + 1_800_000,
        Json.read(utf8("[\"mail\"]")),
        NOTHING);
  }

  /** Gives these people page by page, as an instance does. */
  private static PersonsQuestion.Answer page(JsonNode question, List<String> ids) {
    var after = question.path("after");
    int from = after.isNull() ? 0 : ids.indexOf(after.path("entryId").asText()) + 1;
    int to = Math.min(ids.size(), from + question.path("limit").asInt());
    var last =
        to == ids.size()
            ? null
            : new Place(EventCodec.senderKey("shop", ids.get(to - 1)), TEN, ids.get(to - 1));
    return new PersonsQuestion.Answer(
        ids.subList(from, to).stream().map(PersonRoutesTest::person).toList(), last);
  }

  private void hold(List<String> ofOne, List<String> ofTwo) {
    ONE.answers(PersonsQuestion.PATH, question -> page(question, ofOne));
    TWO.answers(PersonsQuestion.PATH, question -> page(question, ofTwo));
  }

  private List<String> allPages(String query) {
    var ids = new ArrayList<String>();
    var answer = DESK.get(query).json();
    answer.path("persons").forEach(person -> ids.add(person.path("id").asText()));
    while (!answer.path("next").isNull()) {
      answer = DESK.get(query + "&cursor=" + answer.path("next").asText()).json();
      answer.path("persons").forEach(person -> ids.add(person.path("id").asText()));
    }
    return ids;
  }

  @Test
  void a_list_goes_over_all_partitions_in_pages() {
    hold(List.of("ann", "bob", "cid"), List.of("dan", "eve"));
    var query = "/funnels/checkout/persons?stage=2&state=dropped";

    assertThat(allPages(query)).containsExactly("ann", "bob", "cid", "dan", "eve");
    for (int limit = 1; limit <= 6; limit++) {
      assertThat(allPages(query + "&limit=" + limit))
          .as("limit %s", limit)
          .containsExactly("ann", "bob", "cid", "dan", "eve");
    }
    assertThat(ONE.asked)
        .allMatch(question -> question.path("stage").asInt() == 1)
        .allMatch(question -> question.path("state").asText().equals("dropped"));
  }

  @Test
  void one_of_a_list_is_described() {
    hold(List.of("ann"), List.of());
    var group = Desk.encoded("{\"utm\": \"mail\"}");

    var answer =
        DESK.get("/funnels/checkout/persons?stage=2&from=2026-03-01T00:00:00Z&group=" + group);

    assertThat(answer.header("Vary")).isEqualTo("Accept");
    assertThat(answer.json())
        .isEqualTo(
            Json.read(
                utf8(
                    """
                    {"funnel": "checkout", "version": 1, "stage": 2, "state": "reached",
                     "from": "2026-03-01T00:00:00Z", "to": null, "asOf": "2026-03-02T12:00:30Z",
                     "counting": "persons",
                     "persons": [{
                       "id": "ann", "ids": ["ann"], "entered": "2026-03-02T10:00:00Z",
                       "reachedAt": "2026-03-02T10:01:00Z", "deadline": "2026-03-02T10:30:00Z",
                       "state": "dropped", "depth": 2, "group": {"utm": "mail"}, "traits": {}}],
                     "next": null}
                    """)));
    assertThat(ONE.asked.get(0).path("group")).isEqualTo(Json.read(utf8("[\"mail\"]")));
    assertThat(ONE.asked.get(0).path("breakdown")).isEqualTo(Json.read(utf8("[\"utm\"]")));
  }

  @Test
  void without_a_stated_moment_the_minute_counts_as_in_live_figures() {
    hold(List.of("ann", "bob"), List.of());

    allPages("/funnels/checkout/persons?stage=1&limit=1");

    assertThat(ONE.asked)
        .hasSize(2)
        .allMatch(
            question ->
                question.at("/of/asOfMillis").asLong() == Scenario.at("12:00").toEpochMilli())
        .allMatch(question -> question.at("/of/untilMillis").asLong() == Long.MAX_VALUE);
  }

  @Test
  void text_holds_everybody_and_no_formulas() {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 2500; i++) {
      ids.add("p%04d".formatted(i));
    }
    hold(ids, List.of("=HYPERLINK(\"x\")", "+1", "-1", "@a", "a,b", "o\"o", "Ünal", "\t9"));

    var answer =
        DESK.get(
            "/funnels/checkout/persons?stage=2",
            "Authorization",
            "Bearer token",
            "Accept",
            "text/csv");

    assertThat(answer.header("Content-Type")).startsWith("text/csv");
    var rows = Arrays.asList(answer.text().split("\r\n", -1));
    assertThat(rows).hasSize(1 + 2500 + 8 + 1).endsWith("");
    assertThat(rows.get(0)).isEqualTo("id,ids,entered,reachedAt,deadline,traits");
    assertThat(rows.get(1))
        .isEqualTo(
            "p0000,\"[\"\"p0000\"\"]\",2026-03-02T10:00:00Z,2026-03-02T10:01:00Z,"
                + "2026-03-02T10:30:00Z,{}");
    assertThat(rows.subList(2501, 2509).stream().map(row -> row.replaceFirst(",\"\\[.*", "")))
        .containsExactly(
            "\"'=HYPERLINK(\"\"x\"\")\"",
            "'+1",
            "'-1",
            "'@a",
            "\"a,b\"",
            "\"o\"\"o\"",
            "Ünal",
            "'\t9");
    assertThat(ONE.asked).hasSize(3);
  }

  @Test
  void text_can_be_limited_and_json_wins_where_it_is_named_first() {
    hold(List.of("ann", "bob", "cid"), List.of());

    var text =
        DESK.get(
            "/funnels/checkout/persons?stage=2&limit=2",
            "Authorization",
            "Bearer token",
            "Accept",
            "text/csv, application/json");
    var json =
        DESK.get(
            "/funnels/checkout/persons?stage=2",
            "Authorization",
            "Bearer token",
            "Accept",
            "application/json, text/csv");

    assertThat(text.text().split("\r\n")).hasSize(3);
    assertThat(json.json().path("persons")).hasSize(3);
  }

  @Test
  void text_that_can_not_be_finished_is_broken_off() {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 1500; i++) {
      ids.add("p" + i);
    }
    ONE.answers(
        PersonsQuestion.PATH,
        question -> {
          if (!question.path("after").isNull()) {
            throw new ServiceException(ProblemType.UNAVAILABLE, "gone");
          }
          return page(question, ids);
        });

    assertThatThrownBy(
            () ->
                DESK.get(
                    "/funnels/checkout/persons?stage=2",
                    "Authorization",
                    "Bearer token",
                    "Accept",
                    "text/csv"))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void every_fault_of_a_query_is_named() {
    var where = Desk.encoded("[{\"property\": \"utm\", \"op\": \"like\"}]");
    var group = Desk.encoded("{\"color\": \"red\", \"utm\": [1]}");

    var answer =
        DESK.get(
            "/funnels/checkout/persons?stage=4&state=lost&from=now&limit=0&cursor=x&color=red"
                + "&counting=all&where="
                + where
                + "&group="
                + group);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faults())
        .containsExactly(
            "color",
            "counting",
            "cursor",
            "from",
            "group.color",
            "group.utm",
            "limit",
            "stage",
            "state",
            "where[0].op");
  }

  @Test
  void a_stage_is_needed_and_the_last_one_has_only_reached() {
    assertThat(DESK.get("/funnels/checkout/persons").faults()).containsExactly("stage");
    assertThat(DESK.get("/funnels/checkout/persons?stage=3&state=dropped").faults())
        .containsExactly("state");
    assertThat(DESK.get("/funnels/checkout/persons?stage=two").faults()).containsExactly("stage");
    assertThat(
            DESK.get(
                    "/funnels/checkout/persons?stage=1&breakdown=size&group="
                        + Desk.encoded("{\"utm\": 1}"))
                .faults())
        .containsExactly("group");
    assertThat(DESK.get("/funnels/checkout/persons?stage=1&group=3").faults())
        .containsExactly("group");
  }

  @Test
  void a_cursor_is_of_one_list_and_one_project() {
    hold(List.of("ann", "bob"), List.of());
    var query = "/funnels/checkout/persons?limit=1&stage=";
    var next = DESK.get(query + "1").json().path("next").asText();

    assertThat(DESK.get(query + "1&cursor=" + next).status()).isEqualTo(200);
    assertThat(DESK.get(query + "2&cursor=" + next).faults()).containsExactly("cursor");

    var cursor = new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8);
    var person = Json.read(utf8(cursor)).at("/place/person").asText();
    var theirs = Base64.getEncoder().encodeToString(EventCodec.senderKey("aaa", "x"));
    for (var forged :
        List.of(
            cursor.replace(person, theirs),
            cursor.replace(person, ""),
            cursor.replace("\"partition\":0", "\"partition\":-1"),
            "{}",
            "[]")) {
      var text = Base64.getUrlEncoder().withoutPadding().encodeToString(utf8(forged));
      assertThat(DESK.get(query + "1&cursor=" + text).faults())
          .as(forged)
          .containsExactly("cursor");
    }
  }

  @Test
  void who_may_not_see_it_sees_nothing() {
    assertThat(DESK.get("/funnels/checkout/persons?stage=1", "Authorization", "Bearer x").status())
        .isEqualTo(401);
    assertThat(DESK.get("/persons/ann", "Authorization", "Bearer x").status()).isEqualTo(401);
    assertThat(DESK.get("/funnels/unknown/persons?stage=1").status()).isEqualTo(404);
  }

  private static Found ann() {
    var event = Scenario.events("10:00 view{utm=mail}").get(0);
    var received = new ReceivedEvent(ReceivedEvent.Kind.TRACK, "ann", null, List.of(), 0, event);
    return new Found(
        "ann",
        List.of("ann", "phone"),
        NOTHING,
        TEN,
        TEN + 1000,
        List.of(
            new SessionSpan(
                TEN, TEN + 1000, 2, Json.read(utf8("{\"number\": 1, \"channel\": \"Direct\"}")))),
        List.of(EventCodec.encode(received)),
        new PersonQuestion.Place(TEN, event.id()));
  }

  private void knowAnn() {
    ONE.answers(PersonQuestion.PATH, question -> PersonQuestion.Answer.elsewhere(null));
    TWO.answers(
        PersonQuestion.PATH,
        question ->
            List.of("ann", "a/b", "Ünal ?").contains(question.path("id").asText())
                ? PersonQuestion.Answer.of(ann())
                : PersonQuestion.Answer.elsewhere(null));
  }

  @Test
  void a_person_is_found_wherever_it_is_kept() {
    knowAnn();

    var answer = DESK.get("/persons/ann?limit=1").json();

    var next = answer.path("next").asText();
    assertThat(answer)
        .isEqualTo(
            Json.read(
                utf8(
                    """
                    {"id": "ann", "ids": ["ann", "phone"], "traits": {},
                     "firstSeen": "2026-03-02T10:00:00Z", "lastSeen": "2026-03-02T10:00:01Z",
                     "sessions": [{"start": "2026-03-02T10:00:00Z", "end": "2026-03-02T10:00:01Z",
                                   "events": 2, "number": 1, "channel": "Direct"}],
                     "timeline": [{"event": "view", "time": "2026-03-02T10:00:00Z",
                                   "messageId": "10:00 view{utm=mail}", "sender": "ann",
                                   "properties": {"utm": "mail"}}],
                     "next": "%s"}
                    """
                        .formatted(next))));
    DESK.get("/persons/ann?limit=1&cursor=" + next);
    assertThat(TWO.asked.get(1).path("after").path("millis").asLong()).isEqualTo(TEN);
  }

  @Test
  void ids_may_hold_anything() {
    knowAnn();

    assertThat(DESK.get("/persons/" + Desk.encoded("Ünal ?").replace("+", "%20")).status())
        .isEqualTo(200);
    assertThat(DESK.get("/persons/a%2Fb").status()).isEqualTo(200);
  }

  @Test
  void whoever_an_id_follows_is_asked_for_next() {
    knowAnn();
    ONE.answers(
        PersonQuestion.PATH,
        question ->
            PersonQuestion.Answer.elsewhere(
                Map.of("phone", "tablet", "tablet", "ann").get(question.path("id").asText())));

    assertThat(DESK.get("/persons/phone").json().path("id").asText()).isEqualTo("ann");
    assertThat(DESK.get("/persons/laptop").status()).isEqualTo(404);
  }

  @Test
  void a_person_is_erased_under_the_id_of_its_home() {
    knowAnn();
    ONE.answers(
        PersonQuestion.PATH,
        question ->
            PersonQuestion.Answer.elsewhere(
                question.path("id").asText().equals("phone") ? "ann" : null));
    DESK.erased.clear();

    var reply = DESK.delete("/persons/phone");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json())
        .isEqualTo(
            Json.read(
                utf8("{\"id\":\"ann\",\"ids\":[\"ann\",\"phone\"],\"aggregates\":\"keep\"}")));
    assertThat(DESK.delete("/persons/ann?aggregates=subtract").status()).isEqualTo(200);
    assertThat(DESK.erased).containsExactly("shop ann", "shop ann subtracted");

    assertThat(DESK.delete("/persons/zoe").status()).isEqualTo(404);
    assertThat(DESK.delete("/persons/ann?aggregates=maybe&force=1").faults())
        .containsExactly("aggregates", "force");
    assertThat(DESK.erased).hasSize(2);
  }

  @Test
  void nobody_has_an_id_that_was_never_seen() {
    knowAnn();
    ONE.answers(ExplainQuestion.PATH, question -> ExplainQuestion.Answer.elsewhere(null));
    TWO.answers(ExplainQuestion.PATH, question -> ExplainQuestion.Answer.elsewhere(null));

    assertThat(DESK.get("/persons/zoe").status()).isEqualTo(404);
    assertThat(DESK.get("/persons/zoe/explain?funnel=checkout").status()).isEqualTo(404);
    assertThat(DESK.get("/persons/zoe/explain?funnel=unknown").status()).isEqualTo(404);
    assertThat(DESK.get("/persons/zoe/explain").faults()).containsExactly("funnel");
    assertThat(DESK.get("/persons/ann?limit=1001&cursor=e30&x=1").faults())
        .containsExactly("cursor", "limit", "x");
  }

  @Test
  void an_explanation_says_of_whom_and_as_of_when() {
    ONE.answers(ExplainQuestion.PATH, question -> ExplainQuestion.Answer.elsewhere(null));
    TWO.answers(
        ExplainQuestion.PATH,
        question ->
            ExplainQuestion.Answer.of(
                "ann", Json.read(utf8("{\"standing\": null, \"attempts\": [], \"omitted\": 0}"))));

    assertThat(DESK.get("/persons/phone/explain?funnel=checkout&asOf=2026-03-02T11:00:00Z").json())
        .isEqualTo(
            Json.read(
                utf8(
                    """
                    {"person": "ann", "funnel": "checkout", "version": 1,
                     "asOf": "2026-03-02T11:00:00Z", "standing": null, "attempts": [],
                     "omitted": 0}
                    """)));
    assertThat(TWO.asked.get(0).at("/of/untilMillis").asLong())
        .isEqualTo(Scenario.at("11:00").toEpochMilli());
  }

  @Test
  void a_partition_that_moves_is_asked_again_where_it_is() {
    knowAnn();
    MARKS.heldBy(List.of(ONE.address(), NOWHERE));
    MARKS.thenHeldBy(List.of(ONE.address(), TWO.address()));

    assertThat(DESK.get("/persons/ann").status()).isEqualTo(200);
    assertThat(ONE.asked).hasSize(1);
    assertThat(TWO.asked.get(0).path("partitions")).isEqualTo(Json.read(utf8("[1]")));
  }

  @Test
  void an_instance_that_hands_over_is_asked_again() {
    knowAnn();
    TWO.answers(
        PersonQuestion.PATH,
        question -> {
          if (TWO.asked.size() == 1) {
            throw new ServiceException(ProblemType.UNAVAILABLE, "Not held here now.");
          }
          return PersonQuestion.Answer.of(ann());
        });
    MARKS.thenHeldBy(List.of(ONE.address(), TWO.address()));

    assertThat(DESK.get("/persons/ann").status()).isEqualTo(200);
  }

  @Test
  void an_instance_that_stays_away_is_said_to_be_away() {
    knowAnn();
    MARKS.heldBy(List.of(ONE.address(), NOWHERE));

    var answer = DESK.get("/persons/ann");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isNotEmpty();
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void nothing_is_asked_before_it_is_known_who_holds_what() {
    MARKS.heldBy(List.of());

    assertThat(DESK.get("/persons/ann").status()).isEqualTo(503);
  }

  @Test
  void an_answer_waits_for_the_position_that_it_must_hold() {
    knowAnn();

    assertThat(DESK.get("/persons/ann?after=0.100-1.100").status()).isEqualTo(200);
    assertThat(DESK.get("/persons/ann?after=0.101").status()).isEqualTo(503);
  }
}
