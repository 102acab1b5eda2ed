package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.detection.Alert;
import io.voronka.model.detection.BreakdownValue;
import java.util.Locale;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The JSON form of alerts. Shares and counts are rounded to four decimals. */
public final class AlertJson {

  private static final double ROUNDING = 1e4;

  private final LongFunction<JsonNode> time;

  /**
   * Prepares.
   *
   * @param time how a time, in minutes since a Monday 00:00, is written
   */
  public AlertJson(LongFunction<JsonNode> time) {
    this.time = time;
  }

  /** Writes an alert. What is null is written as null. */
  public ObjectNode write(Alert alert) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", alert.id())
            .put("kind", alert.kind().text())
            .put("state", alert.state().text());
    json.set("segment", values(alert.segment()));
    json.set("onset", time.apply(alert.onset()));
    json.set("detectedAt", time.apply(alert.detectedAt()));
    json.set("updatedAt", time.apply(alert.updatedAt()));
    var resolvedAt = alert.resolvedAt();
    json.set("resolvedAt", resolvedAt == null ? null : time.apply(resolvedAt));
    window(json, alert);
    json.putObject("drop")
        .put("estimate", rounded(alert.drop().estimate()))
        .put("low", rounded(alert.drop().low()))
        .put("high", rounded(alert.drop().high()));
    json.put("expectedRate", rounded(alert.expectedRate()));
    json.putObject("lost")
        .put("soFar", rounded(alert.lost().soFar()))
        .put("perHour", rounded(alert.lost().perHour()));
    json.putObject("score")
        .put("nats", rounded(alert.score().nats()))
        .put("level", rounded(alert.score().level()))
        .put("falseAlarmsPerYear", alert.score().falseAlarmsPerYear());
    json.put("scope", alert.scope().text());
    var causes = json.putArray("rootCause");
    alert.causes().forEach(cause -> causes.add(cause(cause)));
    json.putObject("baseline")
        .put("weeks", rounded(alert.baseline().weeks()))
        .put("level", rounded(alert.baseline().level()))
        .put("dispersion", rounded(alert.baseline().dispersion()));
    return json;
  }

  private static void window(ObjectNode json, Alert alert) {
    var window = alert.window();
    json.putObject("window")
        .put("view", window.view().name().toLowerCase(Locale.ROOT))
        .put("minutes", window.minutes());
    var what = alert.kind().isTraffic() ? "Reached" : "Advanced";
    json.put("reached", rounded(window.reached()))
        .put("expected" + what, rounded(window.expected()))
        .put("observed" + what, rounded(window.observed()));
  }

  private static ObjectNode cause(Alert.Cause cause) {
    var json = JsonNodeFactory.instance.objectNode();
    json.set("values", values(cause.value()));
    return json.put("drop", rounded(cause.drop()))
        .put("share", rounded(cause.share()))
        .put("dropInTheRest", rounded(cause.dropInTheRest()))
        .put("score", rounded(cause.score()));
  }

  private static @Nullable ObjectNode values(@Nullable BreakdownValue value) {
    return value == null
        ? null
        : JsonNodeFactory.instance.objectNode().put(value.breakdown(), value.value());
  }

  private static double rounded(double value) {
    return Math.round(value * ROUNDING) / ROUNDING;
  }
}
