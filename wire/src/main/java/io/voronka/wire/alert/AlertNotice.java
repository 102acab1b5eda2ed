package io.voronka.wire.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.detection.Alert;
import io.voronka.wire.AlertJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An alert, and the names of what it is about.
 *
 * @param origin the time of minute 0 of the alert
 * @param url of the page that shows the alert
 */
public record AlertNotice(Alert alert, Subject subject, Instant origin, String url) {

  /**
   * What an alert is about.
   *
   * @param stage counted from 1
   */
  public record Subject(
      String project,
      String funnel,
      String funnelName,
      int version,
      int stage,
      String stageName,
      String nextStageName) {}

  /** Whether it is still going on. */
  boolean isFiring() {
    return alert.resolvedAt() == null;
  }

  Instant time(long minute) {
    return origin.plus(minute, ChronoUnit.MINUTES);
  }

  /** When it was over; of one that is still going on, when it was told. */
  Instant end() {
    var resolvedAt = alert.resolvedAt();
    return time(resolvedAt == null ? alert.updatedAt() : resolvedAt);
  }

  /**
   * How urgent it is: {@code critical} if hardly anybody advances or nobody comes, else {@code
   * warning}. The same from firing to its end, since receivers tell alerts apart by it.
   */
  String severity() {
    return alert.kind() == Alert.Kind.TRAFFIC_STOP ? "critical" : "warning";
  }

  /** What it is about, in words that don't change while it fires: project, funnel, stage, whom. */
  Map<String, String> labels() {
    var labels = new LinkedHashMap<String, String>();
    labels.put("project", subject.project());
    labels.put("funnel", subject.funnel());
    labels.put("stage", subject.stageName());
    labels.put("kind", alert.kind().text());
    var segment = alert.segment();
    if (segment != null) {
      labels.put("segment", segment.toString());
    }
    labels.put("alert_id", alert.id());
    return labels;
  }

  /** The whole of it, as the API shows it. */
  public ObjectNode json() {
    var json =
        new AlertJson(minute -> JsonNodeFactory.instance.textNode(time(minute).toString()))
            .write(alert);
    return json.put("funnel", subject.funnel())
        .put("version", subject.version())
        .put("stage", subject.stage())
        .put("stageName", subject.stageName())
        .put("nextStage", subject.nextStageName())
        .put("text", AlertText.of(this))
        .put("url", url);
  }
}
