package io.voronka.dashboard;

import static io.voronka.dashboard.TimeTexts.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.definition.Funnel;
import io.voronka.model.explore.Driver;
import io.voronka.model.explore.DriverReport;
import io.voronka.model.explore.Factor;
import io.voronka.wire.PropertyJson;
import java.time.Instant;
import java.util.Locale;

/** The JSON form of what goes with advancing and dropping. */
final class DriversJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private DriversJson() {}

  static ObjectNode write(
      Funnel funnel, ReportQuery query, Instant asOf, int stage, DriverReport report) {
    var json =
        NODES
            .objectNode()
            .put("funnel", funnel.key().funnel())
            .put("version", funnel.key().version())
            .put("stage", stage)
            .put("from", text(query.from()))
            .put("to", text(query.to()))
            .put("asOf", asOf.toString())
            .put("counting", query.counting().text())
            .put("reached", report.advanced() + report.dropped() + report.pending())
            .put("advanced", report.advanced())
            .put("dropped", report.dropped())
            .put("pendingLeftOut", report.pending())
            .put("compared", report.compared())
            .put("test", "fisher-exact-two-sided")
            .put("correction", "benjamini-hochberg");
    var drivers = json.putArray("drivers");
    report.drivers().forEach(driver -> drivers.add(driver(driver)));
    var manyValued = json.putArray("manyValued");
    report.manyValued().forEach(factor -> manyValued.add(factor(factor)));
    return json.put("more", report.isCut());
  }

  private static ObjectNode factor(Factor factor) {
    boolean isEvent = factor.source() == Factor.Source.EVENT;
    return NODES
        .objectNode()
        .put("source", factor.source().name().toLowerCase(Locale.ROOT))
        .put(isEvent ? "event" : "property", factor.name());
  }

  private static ObjectNode driver(Driver driver) {
    var table = driver.table();
    var json = factor(driver.factor());
    if (driver.factor().value() != null) {
      json.set("value", PropertyJson.write(driver.factor().value()));
    }
    json.put("n", table.with());
    json.putObject("with")
        .put("advanced", table.advancedWith())
        .put("dropped", table.droppedWith())
        .put("conversion", table.rateWith());
    json.putObject("without")
        .put("advanced", table.advancedWithout())
        .put("dropped", table.droppedWithout())
        .put("conversion", table.rateWithout());
    return json.put("lift", table.lift())
        .put("pValue", driver.pValue())
        .put("qValue", driver.qValue());
  }
}
