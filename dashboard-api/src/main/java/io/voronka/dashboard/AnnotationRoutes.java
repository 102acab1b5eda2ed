package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.wire.AlertSetting;
import io.voronka.wire.AlertSetting.Kind;
import io.voronka.wire.FormReader;
import io.voronka.wire.PlannedPause;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happened and what is planned: marks on charts, and pauses in which nobody is told. */
final class AnnotationRoutes {

  private static final Set<String> OF_ANNOTATION = Set.of("at", "kind", "text", "funnel", "url");
  private static final Set<String> OF_LIST = Set.of("from", "to", "funnel");
  private static final List<String> KINDS = List.of("deploy", "campaign", "other");
  private static final int MAX_TEXT = 500;
  private static final int MAX_OF_A_KIND = 5000;

  private final Access access;
  private final AlertSettings settings;
  private final Supplier<String> newId;
  private final InstantSource clock;

  /**
   * Makes them.
   *
   * @param newId makes the id of an annotation or a pause
   */
  AnnotationRoutes(
      Access access, AlertSettings settings, Supplier<String> newId, InstantSource clock) {
    this.access = access;
    this.settings = settings;
    this.newId = newId;
    this.clock = clock;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/annotations", this::annotations);
    routes.post("/api/v1/annotations", this::annotate);
    routes.delete("/api/v1/annotations/{id}", ctx -> delete(ctx, Kind.ANNOTATION, "annotation"));
    routes.get("/api/v1/alerts/pauses", this::pauses);
    routes.post("/api/v1/alerts/pauses", this::pause);
    routes.delete("/api/v1/alerts/pauses/{id}", ctx -> delete(ctx, Kind.PAUSE, "pause"));
  }

  private void annotations(Context ctx) {
    var project = access.project(ctx);
    var asked = new QueryParameters(ctx.queryParamMap(), OF_LIST);
    var from = asked.form().timeOrNull("from", asked.fields().path("from"));
    var to = asked.form().timeOrNull("to", asked.fields().path("to"));
    var funnel = asked.textOrNull("funnel");
    asked.orThrow();
    var json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("annotations");
    settings.all(project, Kind.ANNOTATION).entrySet().stream()
        .filter(entry -> isOf(entry.getValue(), funnel))
        .filter(entry -> from == null || !at(entry.getValue()).isBefore(from))
        .filter(entry -> to == null || at(entry.getValue()).isBefore(to))
        .sorted(Comparator.comparing(entry -> at(entry.getValue())))
        .forEach(entry -> list.add(withId(entry.getKey(), entry.getValue())));
    WebServer.json(ctx, json);
  }

  /** What names no funnel is about all of them. */
  private static boolean isOf(JsonNode json, @Nullable String funnel) {
    return funnel == null
        || !json.path("funnel").isTextual()
        || json.path("funnel").asText().equals(funnel);
  }

  private static Instant at(JsonNode annotation) {
    return Instant.parse(annotation.path("at").asText());
  }

  private static ObjectNode withId(String id, JsonNode json) {
    var shown = JsonNodeFactory.instance.objectNode().put("id", id);
    shown.setAll((ObjectNode) json);
    return shown;
  }

  private void annotate(Context ctx) {
    var project = access.project(ctx);
    var json = annotation(AlertRoutes.body(ctx));
    add(ctx, project, Kind.ANNOTATION, json);
  }

  private ObjectNode annotation(JsonNode body) {
    var form = new FormReader();
    var json = JsonNodeFactory.instance.objectNode();
    if (form.object("", body, OF_ANNOTATION)) {
      var at = form.timeOrNull("at", body.path("at"));
      json.put("at", Objects.requireNonNullElse(at, clock.instant()).toString());
      var kind = form.text("kind", body.path("kind"), KINDS.get(0));
      if (!KINDS.contains(kind)) {
        form.add("kind", "must be one of " + String.join(", ", KINDS));
      }
      var text = form.text("text", body.path("text"), "");
      json.put("kind", kind).put("text", text);
      for (var name : List.of("funnel", "url")) {
        var path = body.path(name);
        json.put(name, path.isNull() ? null : form.textOrNull(name, path));
      }
      if (text.length() > MAX_TEXT) {
        form.add("text", "has more than " + MAX_TEXT + " characters");
      }
      var url = json.path("url").asText("");
      if (!url.isEmpty() && !url.startsWith("https://") && !url.startsWith("http://")) {
        form.add("url", "must begin with https:// or http://");
      }
    }
    AlertRoutes.orThrow(form.violations());
    return json;
  }

  private void add(Context ctx, String project, Kind kind, ObjectNode json) {
    if (settings.all(project, kind).size() >= MAX_OF_A_KIND) {
      throw new ServiceException(
          ProblemType.INVALID, "A project has at most " + MAX_OF_A_KIND + " of them.");
    }
    var id = newId.get();
    settings.put(new AlertSetting(kind, project, id), json);
    ctx.status(201);
    WebServer.json(ctx, withId(id, json));
  }

  private void pauses(Context ctx) {
    var project = access.project(ctx);
    var json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("pauses");
    var now = clock.instant();
    settings.all(project, Kind.PAUSE).entrySet().stream()
        .map(entry -> PlannedPause.read(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(PlannedPause::from))
        .forEach(
            pause ->
                list.add(
                    withId(pause.id(), pause.json())
                        .put(
                            "isNow",
                            pause.covers(Objects.requireNonNullElse(pause.funnel(), ""), now))));
    WebServer.json(ctx, json);
  }

  private void pause(Context ctx) {
    var project = access.project(ctx);
    try {
      add(ctx, project, Kind.PAUSE, PlannedPause.read("", AlertRoutes.body(ctx)).json());
    } catch (InvalidDefinition invalid) {
      throw new ServiceException(
          ProblemType.INVALID, "The pause breaks rules.", invalid.violations());
    }
  }

  private void delete(Context ctx, Kind kind, String name) {
    var setting = new AlertSetting(kind, access.project(ctx), ctx.pathParam("id"));
    if (settings.find(setting).isEmpty()) {
      throw new ServiceException(ProblemType.NOT_FOUND, "No " + name + " '" + setting.id() + "'.");
    }
    settings.put(setting, null);
    ctx.status(204);
  }
}
