package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The answers that a plain program, which is no part of the service, found for the bundled sets,
 * held against what the service reports.
 *
 * @param funnel one of the funnels of {@code expected/*.json}
 */
record ExpectedFigures(JsonNode funnel) {

  private static final String INCREASING = "-ties-increasing";
  private static final double QUANTILE_ERROR = 0.01;

  /** Everything but the people of some funnels is the same in all of them. */
  static List<ExpectedFigures> of(String set) {
    try (var in = ExpectedFigures.class.getResourceAsStream("/expected/" + set + ".json")) {
      var funnels = new ArrayList<ExpectedFigures>();
      for (var funnel : Json.read(Objects.requireNonNull(in).readAllBytes()).path("funnels")) {
        funnels.add(new ExpectedFigures(funnel));
      }
      return funnels;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  String id() {
    return funnel.path("id").asText();
  }

  /** The columns that are the person; empty: the set's own. */
  List<String> personFrom() {
    var columns = new ArrayList<String>();
    funnel.path("personFrom").forEach(column -> columns.add(column.asText()));
    return columns;
  }

  /** Defines the funnel, and once more with strictly increasing times. */
  void define(ApiClient api) {
    api.define(id(), funnel.path("definition"));
    api.define(
        id() + INCREASING,
        ((ObjectNode) funnel.path("definition")).deepCopy().put("ties", "increasing"));
  }

  /** Holds the live figures and those from the timelines against the expected ones. */
  void check(ApiClient api) {
    var range = "?from=2015-01-01T00:00:00Z&to=2020-01-01T00:00:00Z";
    for (var query : List.of("?granularity=month", range + "&granularity=month")) {
      var report = api.report(id(), query);
      checkTotals(report, funnel.path("report"));
      checkSeries(report);
      checkTotals(api.report(id() + INCREASING, query), funnel.path("reportTiesIncreasing"));
      for (var breakdown : funnel.path("breakdown").properties()) {
        checkBreakdown(
            api.report(id(), query + "&breakdown=" + breakdown.getKey()),
            breakdown.getKey(),
            breakdown.getValue());
      }
    }
    for (var moment : funnel.path("asOf").properties()) {
      var report = api.report(id(), "?asOf=" + moment.getKey());
      for (var figure : List.of("reached", "advanced", "pending", "dropped")) {
        assertThat(stages(report, figure))
            .as("%s as of %s: %s", id(), moment.getKey(), figure)
            .isEqualTo(texts(moment.getValue().path(figure)));
      }
    }
  }

  private void checkTotals(JsonNode report, JsonNode expected) {
    assertThat(report.path("complete").asBoolean()).isTrue();
    assertThat(stages(report, "reached"))
        .as("%s reached", report.path("funnel"))
        .isEqualTo(texts(expected.path("reached")));
    for (int stage = 0; stage < expected.path("reached").size(); stage++) {
      var actual = report.path("stages").path(stage);
      close(actual, expected, "conversionFromPrevious", stage, 1e-6);
      close(actual, expected, "conversionFromFirst", stage, 1e-6);
      var seconds = actual.path("secondsFromPrevious");
      close(seconds, expected.path("secondsFromPrevious"), "mean", stage, 1e-3);
      var median = expected.path("secondsFromPrevious").path("median").path(stage);
      close(
          seconds,
          expected.path("secondsFromPrevious"),
          "median",
          stage,
          median.asDouble() * QUANTILE_ERROR);
    }
  }

  private void close(JsonNode actual, JsonNode expected, String name, int stage, double error) {
    var wanted = expected.path(name).path(stage);
    if (wanted.isNumber()) {
      assertThat(actual.path(name).asDouble())
          .as("%s, stage %s: %s", id(), stage, name)
          .isCloseTo(wanted.asDouble(), within(error));
    } else {
      assertThat(actual.path(name).isNull()).as("%s, stage %s: %s", id(), stage, name).isTrue();
    }
  }

  private void checkSeries(JsonNode report) {
    if (funnel.has("series")) {
      var months = new TreeMap<String, List<String>>();
      report
          .path("series")
          .forEach(
              period ->
                  months.put(
                      period.path("bucket").asText().substring(0, 7),
                      texts(period.path("reached"))));
      var expected = new TreeMap<String, List<String>>();
      funnel
          .path("series")
          .properties()
          .forEach(month -> expected.put(month.getKey(), texts(month.getValue())));
      assertThat(months).as("%s by month", id()).isEqualTo(expected);
    }
  }

  private void checkBreakdown(JsonNode report, String name, JsonNode expected) {
    var groups = new TreeMap<String, List<String>>();
    for (var group : report.path("breakdown")) {
      if (!group.path("other").asBoolean()) {
        groups.put(
            group.path("values").path(name).asText("").replace("null", ""),
            texts(group.path("reached")));
      }
    }
    assertThat(groups).as("%s by %s", id(), name).isNotEmpty();
    groups.forEach(
        (value, reached) ->
            assertThat(reached)
                .as("%s by %s '%s'", id(), name, value)
                .isEqualTo(texts(expected.path(value))));
    assertThat(groups.size()).as("%s by %s", id(), name).isEqualTo(Math.min(25, expected.size()));
  }

  private static List<String> stages(JsonNode report, String figure) {
    var values = new ArrayList<String>();
    report.path("stages").forEach(stage -> values.add(stage.path(figure).asText()));
    return values;
  }

  private static List<String> texts(JsonNode list) {
    var values = new ArrayList<String>();
    list.forEach(value -> values.add(value.asText()));
    return values;
  }
}
