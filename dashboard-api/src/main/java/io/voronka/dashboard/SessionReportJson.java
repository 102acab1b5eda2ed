package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.count.SessionReport.Counts;
import io.voronka.model.count.SessionReport.Group;
import io.voronka.model.count.SessionSum;
import io.voronka.model.count.TimeBins;
import io.voronka.model.session.SessionProperty;
import io.voronka.model.time.Calendar;
import io.voronka.wire.CalendarJson;
import io.voronka.wire.PropertyJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON form of reports of sessions. */
final class SessionReportJson {

  private SessionReportJson() {}

  static ObjectNode write(
      Calendar calendar,
      ReportQuery query,
      Instant asOf,
      @Nullable SessionProperty breakdown,
      SessionSum sum) {
    var report = sum.report(breakdown);
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("from", TimeTexts.text(query.from()))
            .put("to", TimeTexts.text(query.to()))
            .put("asOf", asOf.toString())
            .put("granularity", query.granularity().text())
            .put("quantileError", TimeBins.RELATIVE_ERROR);
    CalendarJson.putInto(json, calendar);
    putCounts(json, report.total());
    json.putObject("seconds")
        .put("median", report.seconds().median())
        .put("p90", report.seconds().p90())
        .put("mean", report.seconds().mean());
    json.putObject("events").put("median", report.medianEvents()).put("mean", report.meanEvents());
    var series = json.putArray("series");
    for (var period : report.series()) {
      var start = Instant.ofEpochMilli(period.bucket().startMillis());
      putCounts(series.addObject().put("bucket", start.toString()), period.counts());
    }
    var groups = json.putArray("breakdown");
    if (breakdown != null) {
      putGroups(groups, SessionRoutes.SCOPE + breakdown.text(), report.breakdown());
    }
    putPages(json.putArray("entryPages"), report.entryPages());
    putPages(json.putArray("exitPages"), report.exitPages());
    return json;
  }

  private static void putGroups(ArrayNode array, String name, List<Group> groups) {
    for (var group : groups) {
      var json = array.addObject();
      var values = json.putObject("values");
      if (group.isOther()) {
        json.put("other", true);
      } else {
        values.set(name, PropertyJson.write(group.value()));
      }
      putCounts(json, group.counts());
    }
  }

  private static void putPages(ArrayNode array, List<Group> groups) {
    for (var group : groups) {
      var json = array.addObject();
      if (group.isOther()) {
        json.put("other", true);
      } else {
        json.set("page", PropertyJson.write(group.value()));
      }
      putCounts(json, group.counts());
    }
  }

  private static void putCounts(ObjectNode json, Counts counts) {
    json.put("sessions", counts.sessions())
        .put("persons", counts.persons())
        .put("bounces", counts.bounces())
        .put("bounceRate", counts.bounceRate());
  }
}
