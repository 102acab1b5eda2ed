package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.dashboard.AlertsView.Shown;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import io.voronka.model.definition.Violation;
import io.voronka.model.detection.Alert;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.AlertSetting;
import io.voronka.wire.AlertSetting.Kind;
import io.voronka.wire.FormReader;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The alerts, and what people say of them. */
final class AlertRoutes {

  private static final Set<String> OF_LIST = Set.of("state", "funnel", "from", "to", "limit");
  private static final List<String> STATES =
      List.of("any", "firing", "suppressed", "resolved", "rebaselined");
  private static final List<String> ACKNOWLEDGED_AS = List.of("known", "expected", "new-normal");
  private static final int MOST = 1000;
  private static final int USUAL = 100;

  private final Access access;
  private final AlertsView alerts;
  private final AlertSettings settings;
  private final AlertAnswers answers;
  private final InstantSource clock;

  AlertRoutes(
      Access access,
      AlertsView alerts,
      AlertSettings settings,
      AlertAnswers answers,
      InstantSource clock) {
    this.access = access;
    this.alerts = alerts;
    this.settings = settings;
    this.answers = answers;
    this.clock = clock;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/alerts", this::list);
    routes.get("/api/v1/alerts/{id}", this::show);
    routes.post("/api/v1/alerts/{id}/ack", this::acknowledge);
  }

  private void list(Context ctx) {
    var project = access.project(ctx);
    var asked = new QueryParameters(ctx.queryParamMap(), OF_LIST);
    var state = asked.oneOf("state", STATES);
    var funnel = asked.textOrNull("funnel");
    var from = asked.form().timeOrNull("from", asked.fields().path("from"));
    var to = asked.form().timeOrNull("to", asked.fields().path("to"));
    int limit = asked.whole("limit", 1, MOST, USUAL);
    asked.orThrow();
    Predicate<Alert> wanted =
        alert ->
            (state.equals("any") || alert.state().text().equals(state)) && isIn(alert, from, to);
    var found =
        alerts.all(project).stream()
            .filter(shown -> wanted.test(shown.record().alert()))
            .filter(shown -> funnel == null || shown.record().subject().funnel().equals(funnel))
            .toList();
    var page = found.subList(0, Math.min(limit, found.size()));
    var said = settings.all(project, Kind.ACKNOWLEDGEMENT);
    var json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("alerts");
    page.forEach(shown -> list.add(answers.alert(shown, said.get(shown.record().alert().id()))));
    json.set("incidents", AlertAnswers.incidents(page));
    WebServer.json(ctx, json.put("isComplete", page.size() == found.size()));
  }

  /** Whether an alert was going on at some time of the range. */
  private static boolean isIn(Alert alert, @Nullable Instant from, @Nullable Instant to) {
    var end = alert.resolvedAt();
    return (to == null || AlertRecord.time(alert.onset()).isBefore(to))
        && (from == null || end == null || !AlertRecord.time(end).isBefore(from));
  }

  private void show(Context ctx) {
    var project = access.project(ctx);
    var shown = get(project, ctx.pathParam("id"));
    var json = answers.alert(shown, said(project, shown));
    json.set("series", AlertAnswers.series(shown.record()));
    WebServer.json(ctx, json);
  }

  private @Nullable JsonNode said(String project, Shown shown) {
    var id = shown.record().alert().id();
    return settings.find(new AlertSetting(Kind.ACKNOWLEDGEMENT, project, id)).orElse(null);
  }

  private Shown get(String project, String id) {
    return alerts
        .find(project, id)
        .orElseThrow(() -> new ServiceException(ProblemType.NOT_FOUND, "No alert '" + id + "'."));
  }

  private void acknowledge(Context ctx) {
    var project = access.project(ctx);
    var shown = get(project, ctx.pathParam("id"));
    var as = acknowledgedAs(body(ctx));
    var isOver = shown.record().alert().resolvedAt() != null;
    if (as.equals("new-normal") && isOver) {
      throw new ServiceException(
          ProblemType.INVALID,
          "The alert can't be acknowledged so.",
          List.of(new Violation("as", "can't be new-normal of an alert that is over")));
    }
    var said =
        JsonNodeFactory.instance.objectNode().put("as", as).put("at", clock.instant().toString());
    settings.put(
        new AlertSetting(Kind.ACKNOWLEDGEMENT, project, shown.record().alert().id()), said);
    WebServer.json(ctx, answers.alert(shown, said));
  }

  private static String acknowledgedAs(JsonNode json) {
    var form = new FormReader();
    var as = form.object("", json, Set.of("as")) ? form.text("as", json.path("as"), "") : "";
    if (form.violations().isEmpty() && !ACKNOWLEDGED_AS.contains(as)) {
      form.add("as", "must be one of " + String.join(", ", ACKNOWLEDGED_AS));
    }
    orThrow(form.violations());
    return as;
  }

  /**
   * Reads the JSON of a body.
   *
   * @throws ServiceException ({@link ProblemType#INVALID}) if it is none
   */
  static JsonNode body(Context ctx) {
    try {
      return Json.read(ctx.bodyAsBytes());
    } catch (MalformedRecord malformed) {
      throw new ServiceException(
          ProblemType.INVALID, "The body " + malformed.getMessage() + ".", malformed);
    }
  }

  /** Refuses a body that has faults. */
  static void orThrow(List<Violation> faults) {
    if (!faults.isEmpty()) {
      throw new ServiceException(ProblemType.INVALID, "The body breaks rules.", faults);
    }
  }
}
