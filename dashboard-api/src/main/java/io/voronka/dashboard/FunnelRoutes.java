package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.model.definition.Violation;
import io.voronka.wire.CalendarJson;
import io.voronka.wire.DefinitionJson;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.util.List;
import java.util.regex.Pattern;

/** The definitions and reports of funnels. */
final class FunnelRoutes {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Access access;
  private final DefinitionStore definitions;
  private final Reports reports;

  FunnelRoutes(Access access, DefinitionStore definitions, Reports reports) {
    this.access = access;
    this.definitions = definitions;
    this.reports = reports;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/funnels", this::list);
    routes.put("/api/v1/funnels/{id}", this::save);
    routes.get("/api/v1/funnels/{id}", this::show);
    routes.delete("/api/v1/funnels/{id}", this::delete);
    routes.get("/api/v1/funnels/{id}/report", this::report);
    routes.get("/api/v1/funnels/{id}/compare", this::compare);
    routes.post("/api/v1/query/funnel", this::query);
    routes.post("/api/v1/query/check", this::check);
  }

  private void list(Context ctx) {
    var json = NODES.objectNode();
    var funnels = json.putArray("funnels");
    definitions.all(access.project(ctx)).forEach(funnel -> funnels.add(write(funnel)));
    WebServer.json(ctx, json);
  }

  private void save(Context ctx) {
    var project = access.project(ctx);
    var id = ctx.pathParam("id");
    if (!ID.matcher(id).matches()) {
      throw new ServiceException(
          ProblemType.INVALID,
          "The funnel's id can't be used.",
          List.of(
              new Violation(
                  "id", "must be 1 to 100 of a-z, 0-9, - and _, not beginning with - or _")));
    }
    var saved = definitions.save(project, id, parse(ctx.bodyAsBytes()));
    ctx.status(saved.isNew() ? 201 : 200);
    WebServer.json(ctx, write(saved.funnel()));
  }

  private static FunnelDefinition parse(byte[] body) {
    try {
      return DefinitionJson.read(json(body));
    } catch (InvalidDefinition invalid) {
      throw new ServiceException(
          ProblemType.INVALID, "The definition breaks rules.", invalid.violations());
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return Json.read(body);
    } catch (MalformedRecord malformed) {
      throw new ServiceException(
          ProblemType.INVALID, "The body " + malformed.getMessage() + ".", malformed);
    }
  }

  private void show(Context ctx) {
    WebServer.json(ctx, write(definitions.get(access.project(ctx), ctx.pathParam("id"))));
  }

  private void delete(Context ctx) {
    definitions.delete(access.project(ctx), ctx.pathParam("id"));
    ctx.status(204);
  }

  private void report(Context ctx) {
    var funnel = definitions.get(access.project(ctx), ctx.pathParam("id"));
    ctx.header("Vary", "Accept");
    if (CsvDownload.isWanted(ctx)) {
      var csv = ReportCsv.parse(ctx.queryParamMap(), funnel.definition());
      csv.answer(ctx, funnel.key().funnel(), reports.report(funnel, csv.query()));
      return;
    }
    var query = ReportQuery.parse(ctx.queryParamMap(), funnel.definition());
    WebServer.json(ctx, reports.report(funnel, query));
  }

  private void compare(Context ctx) {
    var funnel = definitions.get(access.project(ctx), ctx.pathParam("id"));
    var query = ComparisonQuery.parse(ctx.queryParamMap(), funnel.definition());
    WebServer.json(ctx, reports.comparison(funnel, query));
  }

  private void query(Context ctx) {
    var project = access.project(ctx);
    var asked = AdHocQuery.parse(json(ctx.bodyAsBytes()));
    var funnel = definitions.unsaved(project, asked.definition());
    WebServer.json(ctx, reports.adHocReport(funnel, asked.query()));
  }

  /** Says what is wrong with a definition, as an answer and not as a failure. */
  private void check(Context ctx) {
    access.project(ctx);
    var answer = NODES.objectNode();
    var violations = answer.putArray("violations");
    try {
      DefinitionJson.read(json(ctx.bodyAsBytes()));
    } catch (InvalidDefinition invalid) {
      for (var fault : invalid.violations()) {
        violations.addObject().put("path", fault.path()).put("message", fault.message());
      }
    }
    WebServer.json(ctx, answer);
  }

  private static ObjectNode write(Funnel funnel) {
    var json =
        NODES.objectNode().put("id", funnel.key().funnel()).put("version", funnel.key().version());
    json.set("definition", DefinitionJson.write(funnel.definition()));
    return CalendarJson.putInto(json, funnel.calendar());
  }
}
