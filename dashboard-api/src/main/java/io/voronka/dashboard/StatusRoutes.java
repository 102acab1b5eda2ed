package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.kit.WebServer;
import java.time.InstantSource;

/** What is counted up to now and how far behind what is. */
final class StatusRoutes {

  private final Access access;
  private final DefinitionStore definitions;
  private final CountsView counts;
  private final LogEnds ends;
  private final RejectedCounts rejected;
  private final String ingestUrl;
  private final InstantSource clock;

  StatusRoutes(
      Access access,
      DefinitionStore definitions,
      CountsView counts,
      LogEnds ends,
      RejectedCounts rejected,
      String ingestUrl,
      InstantSource clock) {
    this.access = access;
    this.definitions = definitions;
    this.counts = counts;
    this.ends = ends;
    this.rejected = rejected;
    this.ingestUrl = ingestUrl;
    this.clock = clock;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/status", this::status);
  }

  private void status(Context ctx) {
    var project = access.project(ctx);
    // The ends first: what comes in meanwhile must not make a settled service look unsettled.
    var logEnds = ends.read();
    var marks = counts.marks();
    boolean settled = marks.areComplete(logEnds.size()) && marks.isQuiet();
    var status = JsonNodeFactory.instance.objectNode().put("project", project);
    var partitions = JsonNodeFactory.instance.arrayNode();
    for (var entry : logEnds.entrySet()) {
      int partition = entry.getKey();
      long received = entry.getValue();
      long counted = Math.min(received, marks.counted(partition));
      settled &= counted == received;
      partitions
          .addObject()
          .put("partition", partition)
          .put("received", received)
          .put("counted", counted)
          .put("lag", received - counted)
          .put("instance", marks.instance(partition).orElse(null))
          .put(
              "ageSeconds",
              Math.max(0, clock.millis() - marks.publishedMillis(partition)) / 1000.0);
    }
    var funnels = JsonNodeFactory.instance.arrayNode();
    for (var funnel : definitions.all(project)) {
      double progress = marks.complete(funnel.key(), logEnds.size());
      settled &= progress >= 1;
      var json =
          funnels
              .addObject()
              .put("id", funnel.key().funnel())
              .put("version", funnel.key().version())
              .put("complete", progress >= 1)
              .put("progress", progress);
      var parts = json.putArray("partitions");
      marks
          .progress(funnel.key())
          .forEach(
              (partition, part) ->
                  parts
                      .addObject()
                      .put("partition", partition)
                      .put("complete", part.complete())
                      .put("evaluated", part.evaluated()));
    }
    settled &= marks.complete(definitions.sessions(project).key(), logEnds.size()) >= 1;
    status.put("settled", settled);
    status.set("partitions", partitions);
    status.set("funnels", funnels);
    status
        .put("rejected", rejected.of(project))
        .put("fullPersons", marks.full())
        .put("ingestUrl", ingestUrl);
    WebServer.json(ctx, status);
  }
}
