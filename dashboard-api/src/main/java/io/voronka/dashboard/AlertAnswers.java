package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.dashboard.AlertsView.Shown;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.WatchRecord;
import io.voronka.wire.alert.AlertNotice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON of alerts as the API shows them. */
final class AlertAnswers {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String pageUrl;

  /**
   * Prepares.
   *
   * @param pageUrl where people reach the web page, without a slash at its end
   */
  AlertAnswers(String pageUrl) {
    this.pageUrl = pageUrl;
  }

  /** An alert with the names of what it is about. */
  AlertNotice notice(AlertRecord record) {
    return new AlertNotice(
        record.alert(),
        record.subject(),
        AlertRecord.ORIGIN,
        pageUrl + "/#/alerts/" + record.alert().id());
  }

  /**
   * One alert.
   *
   * @param said what somebody said of it; null: nothing yet
   */
  ObjectNode alert(Shown shown, @Nullable JsonNode said) {
    var alert = shown.record().alert();
    var json = notice(shown.record()).json();
    json.put("incident", shown.incident());
    json.set("acknowledgement", said);
    if (!alert.kind().isTraffic()) {
      var subject = shown.record().subject();
      json.put(
          "persons",
          "/api/v1/funnels/%s/persons?stage=%s&state=pending&from=%s"
              .formatted(subject.funnel(), subject.stage(), AlertRecord.time(alert.onset())));
    }
    return json;
  }

  /** How an alert went, to be drawn: what was and what was expected, oldest first. */
  static JsonNode series(AlertRecord record) {
    var series = NODES.arrayNode();
    for (var point : record.course()) {
      series
          .addObject()
          .put("at", AlertRecord.time(point.minute()).toString())
          .put("minutes", point.minutes())
          .put("observed", point.observed())
          .put("expected", point.expected());
    }
    return series;
  }

  /** The incidents of some alerts, the latest first; each is led by the largest loss. */
  static JsonNode incidents(List<Shown> alerts) {
    var together = new LinkedHashMap<String, List<Shown>>();
    for (var shown : alerts) {
      together.computeIfAbsent(shown.incident(), id -> new ArrayList<>()).add(shown);
    }
    var incidents = NODES.arrayNode();
    for (Map.Entry<String, List<Shown>> incident : together.entrySet()) {
      var json = incidents.addObject().put("id", incident.getKey());
      var lead =
          incident.getValue().stream()
              .max(Comparator.comparingDouble(shown -> shown.record().alert().lost().soFar()))
              .orElseThrow();
      json.put("lead", lead.record().alert().id());
      var ids = json.putArray("alerts");
      incident.getValue().forEach(shown -> ids.add(shown.record().alert().id()));
    }
    return incidents;
  }

  /**
   * The smallest drops that are found at every one of the stages at the present traffic, and those
   * of each stage; null where not even a stop is, or nothing is known yet.
   */
  static ObjectNode smallestDropSeen(List<WatchRecord> watches) {
    var json = NODES.objectNode();
    json.put("1h", largest(watches.stream().map(WatchRecord::smallestDropInAnHour).toList()));
    json.put("24h", largest(watches.stream().map(WatchRecord::smallestDropInADay).toList()));
    var stages = json.putArray("stages");
    for (var watch : watches) {
      stages
          .addObject()
          .put("stage", watch.stage())
          .put("state", watch.isLearning() ? "learning" : "ok")
          .put("streams", watch.streams())
          .put("1h", watch.smallestDropInAnHour())
          .put("24h", watch.smallestDropInADay());
    }
    return json;
  }

  private static @Nullable Double largest(List<@Nullable Double> drops) {
    return drops.isEmpty() || drops.contains(null)
        ? null
        : drops.stream().map(Objects::requireNonNull).max(Double::compare).orElseThrow();
  }
}
