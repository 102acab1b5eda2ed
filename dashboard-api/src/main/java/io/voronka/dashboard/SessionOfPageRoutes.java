package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.dashboard.Access.Caller;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.TrustedProxies;
import io.voronka.kit.WebServer;
import io.voronka.model.definition.Violation;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Signing in on the page, and out again. */
final class SessionOfPageRoutes {

  private static final int ATTEMPTS = 30;
  private static final Duration ATTEMPTS_PERIOD = Duration.ofMinutes(1);

  /** What browsers say of requests that no other site has begun. */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final Access access;
  private final PageSessions sessions;
  private final boolean hasIssuer;
  private final RequestLimit attempts;

  /**
   * Makes them.
   *
   * @param hasIssuer whether one can sign in at an issuer, too
   * @param attempts how often one address may try
   */
  SessionOfPageRoutes(
      Access access, PageSessions sessions, boolean hasIssuer, RequestLimit attempts) {
    this.access = access;
    this.sessions = sessions;
    this.hasIssuer = hasIssuer;
    this.attempts = attempts;
  }

  /** How often one address may try to sign in. */
  static RequestLimit attempts(TrustedProxies proxies, InstantSource clock) {
    return new RequestLimit(ATTEMPTS, ATTEMPTS_PERIOD, proxies::clientOf, clock);
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/session", this::show);
    routes.post("/api/v1/session", this::begin);
    routes.delete("/api/v1/session", this::end);
  }

  /** That nobody is signed in is no failure: the page asks before it shows anything. */
  private void show(Context ctx) {
    var caller = access.caller(ctx);
    var json = described(caller);
    if (caller != null) {
      sessions.of(ctx).ifPresent(session -> json.put("csrf", session.csrf()));
    }
    WebServer.json(ctx, json);
  }

  private void begin(Context ctx) {
    attempts.check(ctx);
    requireOwnSite(ctx);
    var token = token(ctx);
    var caller = access.callerOf(token);
    if (caller == null) {
      throw new ServiceException(ProblemType.UNAUTHORIZED, "The token is unknown.");
    }
    var session = sessions.begin(ctx, token);
    WebServer.json(ctx, described(caller).put("csrf", session.csrf()));
  }

  private void end(Context ctx) {
    var session = sessions.of(ctx);
    session.ifPresent(own -> PageSessions.requireOwnPage(ctx, own));
    sessions.end(ctx);
    ctx.status(204);
  }

  /** Else another site could sign a reader in as somebody else. */
  private static void requireOwnSite(Context ctx) {
    var site = ctx.header("Sec-Fetch-Site");
    if (site != null && !OWN_SITES.contains(site)) {
      throw new ServiceException(ProblemType.FORBIDDEN, "Only the page itself can sign in.");
    }
  }

  private static String token(Context ctx) {
    try {
      var token = Json.read(ctx.bodyAsBytes()).path("token");
      if (token.isTextual() && !token.textValue().isBlank()) {
        return token.textValue().strip();
      }
    } catch (MalformedRecord malformed) {
      throw new ServiceException(
          ProblemType.INVALID, "The body " + malformed.getMessage() + ".", malformed);
    }
    throw new ServiceException(
        ProblemType.INVALID,
        "Nobody can be signed in by this.",
        List.of(new Violation("token", "must be an API token")));
  }

  private ObjectNode described(@Nullable Caller caller) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("project", caller == null ? null : caller.project())
        .put("role", caller == null ? null : caller.role().text())
        .put("signInAt", hasIssuer ? OidcRoutes.PATH : null);
  }
}
