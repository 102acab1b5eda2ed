package io.voronka.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;

/**
 * Lets pages of every site send events: write keys are public, and no answer to them tells a
 * secret. What is for operators alone is left out.
 */
final class Cors {

  private static final String HOURS_12 = "43200";

  private Cors() {}

  /** Puts the headers on every answer, failures included, and answers every preflight. */
  static void register(RoutesConfig routes) {
    routes.before(Cors::allow);
  }

  private static boolean isForOperators(String path) {
    return path.startsWith("/metrics") || path.startsWith("/health");
  }

  private static void allow(Context ctx) {
    if (isForOperators(ctx.path())) {
      return;
    }
    var origin = ctx.header("Origin");
    if (origin == null) {
      ctx.header("Access-Control-Allow-Origin", "*");
    } else {
      // Some browser libraries send credentials, and with those a browser refuses the star.
      ctx.header("Access-Control-Allow-Origin", origin);
      ctx.header("Access-Control-Allow-Credentials", "true");
      ctx.header("Vary", "Origin");
    }
    ctx.header("Access-Control-Expose-Headers", "Retry-After");
    if (HandlerType.OPTIONS.equals(ctx.method())) {
      ctx.header("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
      var wanted = ctx.header("Access-Control-Request-Headers");
      ctx.header(
          "Access-Control-Allow-Headers",
          wanted == null ? "Authorization, Content-Type, Content-Encoding" : wanted);
      ctx.header("Access-Control-Max-Age", HOURS_12);
      var sender = ctx.header("WebHook-Request-Origin");
      if (sender != null) {
        ctx.header("WebHook-Allowed-Origin", sender); // CloudEvents senders ask before they send
      }
      ctx.status(200).result("{}").contentType("application/json").skipRemainingHandlers();
    }
  }
}
