package io.voronka.dashboard;

import static io.voronka.dashboard.TimeTexts.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.definition.Funnel;
import io.voronka.model.explore.FlowChart;
import io.voronka.model.explore.FlowLink.Place;
import io.voronka.model.explore.FlowQuestion;
import java.time.Instant;

/** The JSON form of flows. */
final class PathsJson {

  private PathsJson() {}

  static ObjectNode write(PathsQuery query, FlowChart chart) {
    var flow = query.flow();
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("from", text(query.from()))
            .put("to", text(query.to()))
            .put("start", flow.start())
            .put("end", flow.end());
    return put(chart, flow, json);
  }

  static ObjectNode write(Funnel funnel, FunnelPathsQuery query, Instant asOf, FlowChart chart) {
    var report = query.report();
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("funnel", funnel.key().funnel())
            .put("version", funnel.key().version())
            .put("from", text(report.from()))
            .put("to", text(report.to()))
            .put("asOf", asOf.toString())
            .put("stage", query.figure().stage() + 1)
            .put("state", query.figure().state().text());
    return put(chart, query.flow(), json);
  }

  private static ObjectNode put(FlowChart chart, FlowQuestion flow, ObjectNode json) {
    json.put("depth", flow.depth()).put("repeats", flow.repeats()).put("persons", chart.persons());
    var nodes = json.putArray("nodes");
    for (int id = 0; id < chart.nodes().size(); id++) {
      var node = chart.nodes().get(id);
      boolean isOther = node.place().equals(Place.OTHER);
      var one =
          nodes
              .addObject()
              .put("id", id)
              .put("step", node.step())
              .put("event", isOther ? null : node.place().event())
              .put("persons", node.persons())
              .put("ended", node.ended());
      if (isOther) {
        one.put("other", true).put("events", node.events());
      }
    }
    var links = json.putArray("links");
    for (var link : chart.links()) {
      links
          .addObject()
          .put("source", link.source())
          .put("target", link.target())
          .put("persons", link.persons());
    }
    return json.put("more", chart.isCut());
  }
}
