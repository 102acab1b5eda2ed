package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.FigureSum;
import io.voronka.model.count.FunnelFigures;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Stage;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.FunnelText;
import io.voronka.testing.RandomFunnels;
import io.voronka.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reports as text say what they say as JSON. */
class ReportCsvProperties {

  private static final int CASES = 500;
  private static final List<String> HARD_NAMES =
      List.of("plain", "with, comma", "with \"quotes\"", "=1+2", "two\nlines", "последний");

  /** The report of some random people at a random funnel that is split by "p". */
  private static ObjectNode report(RandomFunnels random, ReportQuery query) {
    var drawn = random.funnel();
    var stages = new ArrayList<Stage>();
    for (int i = 0; i < drawn.stages().size(); i++) {
      var stage = drawn.stages().get(i);
      stages.add(
          new Stage(
              HARD_NAMES.get(i % HARD_NAMES.size()) + " ".repeat(i / HARD_NAMES.size()),
              stage.anyOf(),
              stage.within(),
              stage.optional(),
              i % 2 == 0 ? "v" : null,
              i % 3 == 0 ? 0.25 : null));
    }
    var definition =
        FunnelDefinition.of("Random", stages)
            .order(drawn.order())
            .strictScope(drawn.strictScope())
            .window(drawn.window())
            .implied(drawn.implied())
            .breakdowns(List.of("p"))
            .build();
    var funnel = FunnelText.saved(definition);
    var now = Scenario.at("10:04");
    var changes = new FigureChanges();
    for (int person = 0; person < 5; person++) {
      new FunnelFigures(funnel)
          .addRange(
              new Evaluator(definition).attempts(Timeline.of(random.events(7))),
              query.range(now),
              changes);
    }
    var sum = new FigureSum(funnel, query.granularity(), now.toEpochMilli());
    changes.byKey().forEach(sum::add);
    var figures = sum.report(query.breakdown());
    return ReportJson.putHistograms(ReportJson.write(funnel, query, now, true, figures), figures);
  }

  private static List<List<String>> table(String name, ReportQuery query, ObjectNode report) {
    return parsed(new ReportCsv(query, name).text(report));
  }

  /** Reads RFC 4180. */
  private static List<List<String>> parsed(String text) {
    var rows = new ArrayList<List<String>>();
    var row = new ArrayList<String>();
    var cell = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isQuoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        isQuoted = !isQuoted;
      } else if (!isQuoted && (c == ',' || c == '\n')) {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          rows.add(List.copyOf(row));
          row.clear();
        }
      } else if (isQuoted || c != '\r') {
        cell.append(c);
      }
    }
    return rows;
  }

  private static String asCell(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    var text = value.isTextual() ? value.textValue() : value.toString();
    return value.isTextual() && text.startsWith("=") ? "'" + text : text;
  }

  @Test
  void every_number_is_that_of_the_json() {
    var query =
        ReportQuery.parse(
            Map.of("breakdown", List.of("p"), "granularity", List.of("minute")),
            FunnelText.brokenDownBy(FunnelText.funnel("view > buy", "PT1H"), "p"));
    int numbers = 0;
    for (long seed = 0; seed < CASES; seed++) {
      var report = report(new RandomFunnels(seed), query);
      numbers += requireStages(table("stages", query, report), report, seed);
      requireSeries(table("series", query, report), report, seed);
      requireBreakdown(table("breakdown", query, report), report, seed);
    }
    assertThat(numbers).isGreaterThan(10 * CASES);
  }

  private static int requireStages(List<List<String>> rows, ObjectNode report, long seed) {
    var stages = report.path("stages");
    assertThat(rows).as("seed %s", seed).hasSize(1 + stages.size());
    int numbers = 0;
    for (int i = 0; i < stages.size(); i++) {
      for (int column = 0; column < rows.get(0).size(); column++) {
        var place = "/" + rows.get(0).get(column).replace('.', '/');
        var cell = rows.get(i + 1).get(column);
        assertThat(cell).as("seed %s, %s", seed, place).isEqualTo(asCell(stages.get(i).at(place)));
        numbers += cell.isEmpty() ? 0 : 1;
      }
    }
    return numbers;
  }

  private static void requireSeries(List<List<String>> rows, ObjectNode report, long seed) {
    var expected = new ArrayList<List<String>>();
    for (var period : report.path("series")) {
      var row = new ArrayList<>(List.of(period.path("bucket").asText()));
      row.add(period.path("mature").toString());
      period.path("reached").forEach(reached -> row.add(reached.toString()));
      expected.add(row);
    }
    assertThat(rows.subList(1, rows.size())).as("seed %s", seed).isEqualTo(expected);
  }

  private static void requireBreakdown(List<List<String>> rows, ObjectNode report, long seed) {
    var expected = new ArrayList<List<String>>();
    for (var group : report.path("breakdown")) {
      var row = new ArrayList<>(List.of(asCell(group.path("values").path("p"))));
      row.add(asCell(group.path("other")));
      group.path("reached").forEach(reached -> row.add(reached.toString()));
      expected.add(row);
    }
    assertThat(rows.subList(1, rows.size())).as("seed %s", seed).isEqualTo(expected);
    assertThat(rows.get(0)).as("seed %s", seed).startsWith("p", "other", "plain");
  }
}
