package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.kit.WebServer;
import io.voronka.model.definition.Violation;
import io.voronka.wire.FormReader;
import io.voronka.wire.access.Role;
import io.voronka.wire.source.SourceForm;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what would be kept of a webhook, of a source that is made or is yet to be made. Only those
 * may ask who may make sources: the answer shows what texts that are kept as hashes become.
 */
final class WebhookTrialRoutes {

  private static final String YET_WITHOUT_ID = "sample";

  private final Access access;
  private final Trial trial;

  /** Asks the service that reads webhooks. */
  @FunctionalInterface
  interface Trial {
    JsonNode of(String project, String id, JsonNode source, String sample, @Nullable String query);
  }

  WebhookTrialRoutes(Access access, Trial trial) {
    this.access = access;
    this.trial = trial;
  }

  void register(RoutesConfig routes) {
    routes.post("/api/v1/query/webhook", this::attempt);
  }

  private void attempt(Context ctx) {
    var project = access.project(ctx, Role.ADMIN);
    var json = KeyForm.json(ctx.bodyAsBytes());
    var form = new FormReader();
    form.object("", json, Set.of("id", "source", "sample", "query"));
    var id = json.has("id") ? form.text("id", json.path("id"), "") : YET_WITHOUT_ID;
    var sample = form.text("sample", json.path("sample"), "");
    var query = form.textOrNull("query", json.path("query"));
    var source = json.path("source");
    if (source.isObject()) {
      faults(project, id, source).forEach(fault -> form.add(fault.path(), fault.message()));
    } else {
      form.add("source", source.isMissingNode() ? "is missing" : "must be an object");
    }
    KeyForm.orThrow(form, "This can't be tried.");
    WebServer.json(ctx, trial.of(project, id, withoutSecret(source), sample, query));
  }

  private static JsonNode withoutSecret(JsonNode source) {
    return source.<ObjectNode>deepCopy().without("secret");
  }

  /** With their places in the request, where the id stands beside the source. */
  private static List<Violation> faults(String project, String id, JsonNode source) {
    var form = new FormReader();
    new SourceForm(id, source, form).ofApi(project);
    return form.violations().stream().map(WebhookTrialRoutes::inRequest).toList();
  }

  private static Violation inRequest(Violation fault) {
    return fault.path().equals("id")
        ? fault
        : new Violation(FormReader.field("source", fault.path()), fault.message());
  }
}
