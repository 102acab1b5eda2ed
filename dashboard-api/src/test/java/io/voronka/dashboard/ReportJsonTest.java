package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.count.Counting;
import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.FigureSum;
import io.voronka.model.count.FunnelFigures;
import io.voronka.model.count.Granularity;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.time.Calendar;
import io.voronka.testing.FunnelText;
import io.voronka.testing.Scenario;
import io.voronka.wire.Json;
import io.voronka.wire.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportJsonTest {

  private static final Instant NOON = Scenario.at("12:00");
  private static final FunnelDefinition DEFINITION = definition();

  private static FunnelDefinition definition() {
    var plain = FunnelText.funnel("view > wrap optional > buy value price", "PT1H");
    var stages = new ArrayList<>(plain.stages());
    stages.set(2, stages.get(2).withTarget(0.25));
    return FunnelDefinition.of("Checkout", stages).window(plain.window()).build();
  }

  private static JsonNode report(Funnel funnel, Counting counting, String... timelines) {
    var query =
        new ReportQuery(
            null, null, null, Granularity.DAY, List.of(), List.of(), counting, Position.NONE);
    var changes = new FigureChanges();
    for (var timeline : timelines) {
      new FunnelFigures(funnel)
          .addRange(
              new Evaluator(funnel.definition()).attempts(Scenario.timeline(timeline)),
              query.range(NOON),
              changes);
    }
    var sum = new FigureSum(funnel, Granularity.DAY, NOON.toEpochMilli());
    changes.byKey().forEach(sum::add);
    var json = ReportJson.write(funnel, query, NOON, true, sum.report(List.of()));
    return Json.read(Json.bytes(json));
  }

  @Test
  void a_stage_says_what_is_expected_its_value_and_its_target() {
    var report =
        report(
            FunnelText.saved(DEFINITION),
            Counting.PERSONS,
            "09:00 view  09:10 wrap  09:20 buy{price=30}",
            "09:00 view  09:20 buy{price=many}",
            "09:00 view",
            "11:50 view");

    assertThat(report.at("/counting").asText()).isEqualTo("persons");
    assertThat(report.at("/version").asInt()).isEqualTo(1);
    var first = report.at("/stages/0");
    assertThat(first.path("projectedConversion").path("estimate").asDouble())
        .isBetween(0.6, 0.7); // the one who has waited ten minutes counts as a third
    assertThat(first.path("projectedConversion").path("low").asDouble()).isBetween(0.0, 0.6);
    assertThat(first.path("projectedConversion").path("high").asDouble()).isBetween(0.7, 1.0);
    assertThat(first.path("value").asDouble()).isZero();
    assertThat(first.has("valuesUnread")).isFalse();
    assertThat(first.path("target").isNull()).isTrue();
    var optional = report.at("/stages/1");
    assertThat(optional.path("projectedConversion").isNull()).isTrue();
    assertThat(optional.path("reached").asInt()).isEqualTo(1);
    assertThat(optional.path("conversionFromPrevious").asDouble()).isEqualTo(0.25);
    var last = report.at("/stages/2");
    assertThat(last.path("projectedConversion").isNull()).isTrue();
    assertThat(last.path("conversionFromPrevious").asDouble())
        .as("between required stages")
        .isEqualTo(0.5);
    assertThat(last.path("value").asDouble()).isEqualTo(30);
    assertThat(last.path("valuesUnread").asInt()).isEqualTo(1);
    assertThat(last.path("target").asDouble()).isEqualTo(0.25);
  }

  @Test
  void a_report_of_attempts_says_so() {
    var report =
        report(
            FunnelText.saved(DEFINITION),
            Counting.ATTEMPTS,
            "09:00 view  09:20 buy{price=30}  10:00 view");

    assertThat(report.path("counting").asText()).isEqualTo("attempts");
    assertThat(report.at("/stages/0/reached").asInt()).isEqualTo(2);
  }

  @Test
  void a_definition_that_is_not_saved_has_no_id_and_no_version() {
    var report =
        report(
            new Funnel(new FunnelVersion("shop", "", 0), DEFINITION, Calendar.UTC),
            Counting.PERSONS);

    assertThat(report.path("funnel").isNull()).isTrue();
    assertThat(report.path("version").isNull()).isTrue();
    assertThat(report.at("/stages/0/conversionFromFirst").isNull()).isTrue();
    assertThat(report.at("/stages/0/projectedConversion").isNull()).isTrue();
  }
}
