package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.commons.csv.CSVFormat;

/**
 * The people behind every number of a funnel, held against the numbers.
 *
 * @param api asks
 * @param funnel its id
 */
record ListedPeople(ApiClient api, String funnel) {

  private static final List<String> STATES = List.of("reached", "advanced", "pending", "dropped");

  /** Holds lists, texts, explanations and drivers against reports. */
  void check() {
    // Each list reads every timeline: a few stand for all. Every stage, state and group is held
    // against its list on random timelines.
    checkLists("", STATES, 2);
    checkLists("&counting=attempts", List.of("reached", "dropped"), 1);
    checkLists("&asOf=2017-03-01T00:00:00Z", List.of("pending"), 1);
    checkGroups();
    checkText();
    checkPersons();
    checkDrivers();
  }

  private void checkLists(String query, List<String> states, int stages) {
    var report = report(query).path("stages");
    for (int stage = 1; stage <= Math.min(stages, report.size()); stage++) {
      for (var state : states) {
        var number = report.path(stage - 1).path(state);
        if (!number.isNull()) {
          assertThat(list("?stage=" + stage + "&state=" + state + query))
              .as("%s, stage %s, %s, %s", funnel, stage, state, query)
              .hasSize(number.asInt());
        }
      }
    }
  }

  private JsonNode report(String query) {
    return api.report(funnel, "?granularity=month" + query);
  }

  private List<JsonNode> list(String query) {
    var listed = new ArrayList<JsonNode>();
    var path = "/funnels/" + funnel + "/persons" + query + "&limit=1000";
    var page = api.get(path);
    page.path("persons").forEach(listed::add);
    while (!page.path("next").isNull()) {
      page = api.get(path + "&cursor=" + page.path("next").asText());
      page.path("persons").forEach(listed::add);
    }
    return listed;
  }

  private void checkGroups() {
    for (var name : api.get("/funnels/" + funnel).at("/definition/breakdowns")) {
      var breakdown = "&breakdown=" + name.asText();
      var groups = report(breakdown).path("breakdown");
      for (int i = 0; i < Math.min(3, groups.size()); i++) {
        var values = new String(Json.bytes(groups.path(i).path("values")), StandardCharsets.UTF_8);
        var group = "&group=" + URLEncoder.encode(values, StandardCharsets.UTF_8);
        assertThat(list("?stage=1" + breakdown + group))
            .as("%s, %s", funnel, values)
            .hasSize(groups.path(i).at("/reached/0").asInt());
      }
    }
  }

  private void checkText() {
    var listed = list("?stage=2&state=reached");
    var answer = api.text("/funnels/" + funnel + "/persons?stage=2&state=reached", "text/csv");
    var format =
        CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setTrim(false).get();
    try (var rows = format.parse(new StringReader(answer))) {
      var ids = new ArrayList<String>();
      for (var row : rows) {
        var person = listed.get(ids.size());
        assertThat(row.get("entered")).isEqualTo(person.path("entered").asText());
        assertThat(row.get("deadline"))
            .isEqualTo(person.path("deadline").asText("").replace("null", ""));
        assertThat(Json.read(row.get("ids").getBytes(StandardCharsets.UTF_8)))
            .isEqualTo(person.path("ids"));
        ids.add(row.get("id"));
      }
      assertThat(ids).isEqualTo(listed.stream().map(person -> person.path("id").asText()).toList());
      assertThat(new HashSet<>(ids)).as("nobody twice").hasSameSizeAs(ids);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private void checkPersons() {
    for (var state : List.of("advanced", "dropped")) {
      var listed = list("?stage=1&state=" + state);
      if (!listed.isEmpty()) {
        var person = listed.get(listed.size() / 2);
        var id = URLEncoder.encode(person.path("id").asText(), StandardCharsets.UTF_8);
        var explained = api.get("/persons/" + id + "/explain?funnel=" + funnel);
        assertThat(explained.at("/standing/depth")).isEqualTo(person.path("depth"));
        assertThat(explained.at("/standing/entered")).isEqualTo(person.path("entered"));
        assertThat(explained.path("attempts")).isNotEmpty();
        var shown = api.get("/persons/" + id);
        assertThat(shown.path("id")).isEqualTo(person.path("id"));
        assertThat(shown.path("timeline").findValues("time")).contains(person.path("entered"));
      }
    }
    assertThat(api.dashboard("GET", "/persons/nobody-was-called-so", new byte[0]).statusCode())
        .isEqualTo(404);
  }

  private void checkDrivers() {
    var first = report("").at("/stages/0");
    var drivers = api.get("/funnels/" + funnel + "/drivers?stage=1");
    assertThat(drivers.path("advanced").asLong()).isEqualTo(first.path("advanced").asLong());
    assertThat(drivers.path("dropped").asLong()).isEqualTo(first.path("dropped").asLong());
    assertThat(drivers.path("pendingLeftOut").asLong()).isEqualTo(first.path("pending").asLong());
  }
}
