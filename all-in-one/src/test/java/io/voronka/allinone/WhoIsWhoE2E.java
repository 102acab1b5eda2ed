package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** People on several devices, whose calls arrive in any order, over the partitions of a broker. */
class WhoIsWhoE2E {

  private static final int PEOPLE = 40;
  private static final long SEED = 20260302;
  private static final String SHOP =
      """
      {"name": "Shop", "window": "P1D", "stages": [
         {"name": "Viewed", "anyOf": [{"event": "view"}]},
         {"name": "Carted", "anyOf": [{"event": "cart"}]},
         {"name": "Bought", "anyOf": [{"event": "buy"}]}]}
      """;

  /** One person: a phone, a laptop, an address, two accounts that are merged by force. */
  private static List<String> calls(int person) {
    var calls = new ArrayList<String>();
    calls.add(track("\"anonymousId\": \"phone%1$s\"", "10:00", "view"));
    calls.add(identify("\"userId\": \"user%1$s\", \"anonymousId\": \"phone%1$s\"", "10:05"));
    calls.add(track("\"anonymousId\": \"laptop%1$s\"", "10:10", "cart"));
    calls.add(
        """
        {"type": "alias", "messageId": "a%1$s", "timestamp": "2026-03-02T10:15:00Z",
         "userId": "user%1$s", "previousId": "laptop%1$s"}""");
    calls.add(track("\"userId\": \"old%1$s\"", "10:20", "buy"));
    calls.add(
        """
        {"type": "alias", "messageId": "f%1$s", "timestamp": "2026-03-02T10:25:00Z",
         "userId": "user%1$s", "previousId": "old%1$s", "force": true}""");
    return calls.stream().map(call -> call.formatted(person)).toList();
  }

  private static String track(String ids, String time, String event) {
    return """
        {"type": "track", "messageId": "%s%%1$s", "timestamp": "2026-03-02T%s:00Z", "event": "%s", %s}"""
        .formatted(event, time, event, ids);
  }

  private static String identify(String ids, String time) {
    return """
        {"type": "identify", "messageId": "i%%1$s", "timestamp": "2026-03-02T%s:00Z",
         "traits": {"plan": "pro"}, %s}"""
        .formatted(time, ids);
  }

  @Test
  void figures_are_of_people_whatever_the_order() {
    var calls = new ArrayList<String>();
    for (int person = 0; person < PEOPLE; person++) {
      calls.addAll(calls(person));
    }
    calls.addAll(calls.subList(0, calls.size() / 4)); // sent twice
    Collections.shuffle(calls, new Random(SEED));
    var api = SharedProduct.api("who");
    api.define("shop", Json.read(utf8(SHOP)));

    var position = send(api, calls);

    var live = api.reportAfter("shop", position);
    assertThat(reached(live)).containsExactly((long) PEOPLE, (long) PEOPLE, (long) PEOPLE);
    var day = "&from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z";
    assertThat(api.report("shop", "?granularity=hour" + day).path("stages"))
        .isEqualTo(live.path("stages"));
    isFoundUnderEachId(api);
    haveOneSessionEach(api, day);
    forgets(api);
    var status = Json.read(api.dashboard("GET", "/status", new byte[0]).body());
    assertThat(status.path("fullPersons").asLong(-1)).isZero();
  }

  private static void haveOneSessionEach(ApiClient api, String day) {
    var live = sessions(api, "?granularity=hour");
    assertThat(live.path("sessions").asLong()).isEqualTo(PEOPLE);
    assertThat(live.path("persons").asLong()).isEqualTo(PEOPLE);
    assertThat(live.at("/seconds/median").asDouble()).isCloseTo(1200, Percentage.withPercentage(1));
    assertThat(live.at("/series/0/bucket").asText()).isEqualTo("2026-03-02T10:00:00Z");
    assertThat(figures(sessions(api, "?granularity=hour" + day))).isEqualTo(figures(live));
  }

  /** A report without what it was asked for. */
  private static JsonNode figures(JsonNode report) {
    var figures = (ObjectNode) report.deepCopy();
    figures.remove(List.of("from", "to", "asOf"));
    return figures;
  }

  private static JsonNode sessions(ApiClient api, String query) {
    var answer = api.dashboard("GET", "/sessions/report" + query, new byte[0]);
    assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(200);
    return Json.read(answer.body());
  }

  private static void forgets(ApiClient api) {
    var kept = api.dashboard("DELETE", "/persons/laptop7", new byte[0]);
    assertThat(kept.statusCode()).as(ApiClient.text(kept)).isEqualTo(200);
    var subtracted = api.dashboard("DELETE", "/persons/old8?aggregates=subtract", new byte[0]);
    assertThat(subtracted.statusCode()).as(ApiClient.text(subtracted)).isEqualTo(200);
    for (var id : List.of("phone7", "user7", "user8", "laptop8")) {
      assertThat(api.dashboard("GET", "/persons/" + id, new byte[0]).statusCode()).isEqualTo(404);
    }
    assertThat(reached(api.report("shop", ""))).containsOnly(PEOPLE - 1L);
    assertThat(sessions(api, "").path("sessions").asLong()).isEqualTo(PEOPLE - 1L);
    var day = "?from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z";
    assertThat(reached(api.report("shop", day))).containsOnly(PEOPLE - 2L);
  }

  private static void isFoundUnderEachId(ApiClient api) {
    for (var id : List.of("phone7", "laptop7", "old7", "user7")) {
      var person = Json.read(api.dashboard("GET", "/persons/" + id, new byte[0]).body());
      assertThat(person.path("id").asText()).as("asked for %s: %s", id, person).isEqualTo("user7");
      assertThat(person.path("ids"))
          .isEqualTo(Json.read(utf8("[\"laptop7\",\"old7\",\"phone7\",\"user7\"]")));
      assertThat(person.path("traits").path("plan").asText()).isEqualTo("pro");
      assertThat(person.path("timeline")).hasSize(3);
      var why = api.dashboard("GET", "/persons/" + id + "/explain?funnel=shop", new byte[0]);
      assertThat(Json.read(why.body()).path("person").asText()).isEqualTo("user7");
    }
    assertThat(api.dashboard("GET", "/persons/nobody7", new byte[0]).statusCode()).isEqualTo(404);
  }

  private static String send(ApiClient api, List<String> calls) {
    var body = "{\"batch\": [" + String.join(",", calls) + "]}";
    var answer = api.ingest("/v1/batch", utf8(body));
    assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(200);
    var json = Json.read(answer.body());
    assertThat(json.path("accepted").asInt()).isEqualTo(calls.size());
    return json.path("position").asText();
  }

  private static List<Long> reached(JsonNode report) {
    var reached = new ArrayList<Long>();
    report.path("stages").forEach(stage -> reached.add(stage.path("reached").asLong()));
    return reached;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
