package io.voronka.dashboard;

import static java.util.stream.Collectors.joining;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.kit.WebServer;
import io.voronka.model.count.SessionFigures;
import io.voronka.model.session.SessionProperty;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reports of sessions. */
final class SessionRoutes {

  /** Before a property's name, as in definitions. */
  static final String SCOPE = "session.";

  private static final Set<String> KNOWN =
      Set.of("from", "to", "asOf", "granularity", "breakdown", "where", "after");

  private final Access access;
  private final Answers answers;

  /** Answers queries about sessions. */
  @FunctionalInterface
  interface Answers {
    Object report(String project, ReportQuery query, @Nullable SessionProperty breakdown);
  }

  SessionRoutes(Access access, Answers answers) {
    this.access = access;
    this.answers = answers;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/sessions/report", this::report);
  }

  private void report(Context ctx) {
    var project = access.project(ctx);
    var asked = parse(ctx.queryParamMap());
    WebServer.json(ctx, answers.report(project, asked.query, asked.breakdown));
  }

  /** What is asked for. */
  record Asked(ReportQuery query, @Nullable SessionProperty breakdown) {}

  /**
   * Reads query parameters.
   *
   * @throws io.voronka.kit.ServiceException naming every fault
   */
  static Asked parse(Map<String, List<String>> parameters) {
    var given = new QueryParameters(parameters, KNOWN);
    var query = given.reader().read(null);
    SessionProperty breakdown = null;
    if (query.breakdown().size() > 1) {
      given.form().add("breakdown", "sessions are split by one property at a time");
    } else if (!query.breakdown().isEmpty()) {
      breakdown = property(query.breakdown().get(0));
      if (breakdown == null) {
        given.form().add("breakdown", "must be one of " + groups());
      }
    }
    given.orThrow();
    return new Asked(query, breakdown);
  }

  private static @Nullable SessionProperty property(String path) {
    return SessionFigures.GROUPS.stream()
        .filter(property -> path.equals(SCOPE + property.text()))
        .findFirst()
        .orElse(null);
  }

  private static String groups() {
    return SessionFigures.GROUPS.stream()
        .map(property -> SCOPE + property.text())
        .collect(joining(", "));
  }
}
