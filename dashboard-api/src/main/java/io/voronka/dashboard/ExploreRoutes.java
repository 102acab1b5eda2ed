package io.voronka.dashboard;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.kit.WebServer;
import io.voronka.model.explore.DriverCounts;
import io.voronka.model.explore.Flows;
import io.voronka.model.explore.SeenEvents;
import io.voronka.model.explore.SeenProperties;
import io.voronka.wire.DriversQuestion;
import io.voronka.wire.EventCodec;
import io.voronka.wire.FunnelPathsQuestion;
import io.voronka.wire.NamesQuestion;
import io.voronka.wire.PathsQuestion;
import io.voronka.wire.PropertiesQuestion;
import io.voronka.wire.TimelineQuestion;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** What timelines show beyond figures: paths, drivers, the names of events and properties. */
final class ExploreRoutes {

  private static final Set<String> OF_DRIVERS =
      Set.of("stage", "from", "to", "asOf", "where", "counting", "after", "limit");
  private static final int DEFAULT_DRIVERS = 50;
  private static final int MAX_DRIVERS = 1000;

  /** Values of each property that are shown. */
  private static final int SAMPLES = 20;

  private final Access access;
  private final SavedFunnels funnels;
  private final MarksView marks;
  private final TimelineClient timelines;
  private final InstantSource clock;

  ExploreRoutes(
      Access access,
      SavedFunnels funnels,
      MarksView marks,
      TimelineClient timelines,
      InstantSource clock) {
    this.access = access;
    this.funnels = funnels;
    this.marks = marks;
    this.timelines = timelines;
    this.clock = clock;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/paths", this::paths);
    routes.get("/api/v1/funnels/{id}/paths", this::pathsOfFunnel);
    routes.get("/api/v1/funnels/{id}/drivers", this::drivers);
    routes.get("/api/v1/events/names", this::names);
    routes.get("/api/v1/events/properties", this::properties);
  }

  private void paths(Context ctx) {
    var project = access.project(ctx);
    var query = PathsQuery.parse(ctx.queryParamMap());
    marks.await(query.after());
    var flows = new Flows(query.flow());
    timelines.ask(
        new PathsQuestion(project, query.flow(), List.of()),
        PathsQuestion.Answer.class,
        answer -> answer.addTo(flows));
    WebServer.json(ctx, PathsJson.write(query, flows.chart(query.top())));
  }

  private void pathsOfFunnel(Context ctx) {
    var current = funnels.get(access.project(ctx), ctx.pathParam("id"));
    var query = FunnelPathsQuery.parse(ctx.queryParamMap(), current, funnels);
    var report = query.report();
    marks.await(report.after());
    var now = clock.instant();
    var of = TimelineQuestion.of(query.funnel(), report.range(now), report.untilMillis());
    var figure = query.figure();
    var flows = new Flows(query.flow());
    timelines.ask(
        new FunnelPathsQuestion(of, figure.stage(), figure.state(), query.flow()),
        PathsQuestion.Answer.class,
        answer -> answer.addTo(flows));
    var asOf = report.asOf() == null ? now : report.asOf();
    WebServer.json(ctx, PathsJson.write(query.funnel(), query, asOf, flows.chart(query.top())));
  }

  private void drivers(Context ctx) {
    var current = funnels.get(access.project(ctx), ctx.pathParam("id"));
    var given = new QueryParameters(ctx.queryParamMap(), OF_DRIVERS);
    var query = given.reader().read(List.of());
    var funnel = funnels.reported(current, query);
    int stages = funnel.definition().stages().size();
    int stage = 0;
    if (!given.fields().has("stage")) {
      given.form().add("stage", "is missing: the number of a stage, from 1");
    } else if (stages == 1) {
      given.form().add("stage", "has no meaning: this funnel has one stage only");
    } else {
      stage = given.whole("stage", 1, stages - 1, 1);
    }
    int limit = given.whole("limit", 1, MAX_DRIVERS, DEFAULT_DRIVERS);
    given.orThrow();
    marks.await(query.after());
    var now = clock.instant();
    var report = TimelineQuestion.of(funnel, query.range(now), query.untilMillis());
    var counts = new DriverCounts();
    timelines.ask(
        new DriversQuestion(report, stage - 1),
        DriversQuestion.Answer.class,
        answer -> answer.addTo(counts));
    var asOf = query.asOf() == null ? now : query.asOf();
    WebServer.json(ctx, DriversJson.write(funnel, query, asOf, stage, counts.report(limit)));
  }

  private void names(Context ctx) {
    var project = access.project(ctx);
    var given = new QueryParameters(ctx.queryParamMap(), Set.of("after"));
    var after = given.reader().after();
    given.orThrow();
    marks.await(after);
    var seen = new SeenEvents();
    timelines.ask(
        new NamesQuestion(project, List.of()),
        NamesQuestion.Answer.class,
        answer -> answer.addTo(seen));
    WebServer.json(ctx, SeenJson.names(seen));
  }

  private void properties(Context ctx) {
    var project = access.project(ctx);
    var given = new QueryParameters(ctx.queryParamMap(), Set.of("event", "after"));
    var event = given.textOrNull("event");
    if (event == null) {
      given.form().add("event", "is missing: the name of an event");
    }
    var after = given.reader().after();
    given.orThrow();
    marks.await(after);
    var name = String.valueOf(event);
    var seen = new SeenProperties(name, EventCodec::properties);
    timelines.ask(
        new PropertiesQuestion(project, name, List.of()),
        PropertiesQuestion.Answer.class,
        answer -> answer.addTo(seen));
    WebServer.json(ctx, SeenJson.properties(name, seen, SAMPLES));
  }
}
