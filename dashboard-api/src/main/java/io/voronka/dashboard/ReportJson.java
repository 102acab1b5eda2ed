package io.voronka.dashboard;

import static io.voronka.dashboard.TimeTexts.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.count.FigureSum;
import io.voronka.model.count.FunnelReport;
import io.voronka.model.count.Projection;
import io.voronka.model.count.StageReport;
import io.voronka.model.count.StageReport.Seconds;
import io.voronka.model.count.TimeBins;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.wire.CalendarJson;
import io.voronka.wire.PropertyJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON form of reports. */
final class ReportJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ReportJson() {}

  static ObjectNode write(
      Funnel funnel, ReportQuery query, Instant asOf, boolean complete, FunnelReport report) {
    boolean isSaved = funnel.key().version() > 0;
    var json =
        NODES
            .objectNode()
            .put("funnel", isSaved ? funnel.key().funnel() : null)
            .put("version", isSaved ? (Integer) funnel.key().version() : null)
            .put("from", text(query.from()))
            .put("to", text(query.to()))
            .put("asOf", asOf.toString())
            .put("counting", query.counting().text())
            .put("granularity", query.granularity().text())
            .put("complete", complete)
            .put("quantileError", TimeBins.RELATIVE_ERROR);
    CalendarJson.putInto(json, funnel.calendar());
    var stages = json.putArray("stages");
    report.stages().forEach(stage -> stages.add(stage(stage)));
    var series = json.putArray("series");
    for (var period : report.series()) {
      var one =
          series
              .addObject()
              .put("bucket", Instant.ofEpochMilli(period.bucket().startMillis()).toString());
      numbers(one.putArray("reached"), period.reached());
      one.put("mature", period.mature());
    }
    json.set("breakdown", groups(report, query.breakdown()));
    return json;
  }

  /** Adds to each stage how many took how long; live reports do without. */
  static ObjectNode putHistograms(ObjectNode report, FunnelReport figures) {
    for (int stage = 0; stage < figures.stages().size(); stage++) {
      var histogram = ((ObjectNode) report.path("stages").path(stage)).putArray("histogram");
      for (var span : figures.stages().get(stage).histogram()) {
        histogram
            .addObject()
            .put("fromSeconds", span.fromMillis() / 1000.0)
            .put("toSeconds", span.toMillis() / 1000.0)
            .put("count", span.count());
      }
    }
    return report;
  }

  /** Adds the groups of each breakdown of the definition by itself. */
  static void putBreakdowns(ObjectNode report, FunnelDefinition definition, FigureSum sum) {
    var all = report.putObject("breakdowns");
    for (var name : definition.breakdowns()) {
      var names = List.of(name);
      all.set(name, groups(sum.report(names), names));
    }
  }

  private static ObjectNode stage(StageReport stage) {
    var json =
        NODES
            .objectNode()
            .put("name", stage.name())
            .put("reached", stage.reached())
            .put("advanced", stage.advanced())
            .put("pending", stage.pending())
            .put("dropped", stage.dropped())
            .put("conversionFromPrevious", stage.conversionFromPrevious())
            .put("conversionFromFirst", stage.conversionFromFirst());
    json.set("projectedConversion", projection(stage.projected()));
    json.set("secondsFromPrevious", seconds(stage.fromPrevious()));
    json.set("secondsFromFirst", seconds(stage.fromFirst()));
    json.put("value", stage.value() == null ? 0 : stage.value());
    if (stage.value() != null) {
      json.put("valuesUnread", stage.valuesUnread());
    }
    return json.put("target", stage.target());
  }

  private static JsonNode projection(@Nullable Projection projection) {
    return projection == null
        ? NODES.nullNode()
        : NODES
            .objectNode()
            .put("estimate", projection.estimate())
            .put("low", projection.low())
            .put("high", projection.high());
  }

  private static ObjectNode seconds(Seconds seconds) {
    return NODES
        .objectNode()
        .put("median", seconds.median())
        .put("p90", seconds.p90())
        .put("mean", seconds.mean());
  }

  private static ArrayNode groups(FunnelReport report, List<String> names) {
    var groups = NODES.arrayNode();
    for (var group : report.breakdown()) {
      var json = groups.addObject();
      var values = json.putObject("values");
      for (int i = 0; i < names.size() && !group.isOther(); i++) {
        values.set(names.get(i), PropertyJson.write(group.segment().values().get(i)));
      }
      numbers(json.putArray("reached"), group.reached());
      if (group.isOther()) {
        json.put("other", true);
      }
    }
    return groups;
  }

  private static void numbers(ArrayNode array, List<Long> numbers) {
    numbers.forEach(array::add);
  }
}
