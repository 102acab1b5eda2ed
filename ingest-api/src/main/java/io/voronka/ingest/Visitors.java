package io.voronka.ingest;

import io.javalin.http.Context;
import io.voronka.ingest.privacy.Visitor;
import io.voronka.kit.TrustedProxies;

/** Tells who makes a request: a browser for itself, or a server for others. */
final class Visitors {

  private final TrustedProxies proxies;

  Visitors(TrustedProxies proxies) {
    this.proxies = proxies;
  }

  Visitor of(Context ctx) {
    var userAgent = ctx.header("User-Agent");
    return isBrowser(ctx) ? new Visitor(userAgent, proxies.clientOf(ctx)) : Visitor.UNKNOWN;
  }

  /** Whether a browser sends it: others say no origin, and their own names as user agents. */
  static boolean isBrowser(Context ctx) {
    var userAgent = ctx.header("User-Agent");
    return ctx.header("Origin") != null || userAgent != null && userAgent.startsWith("Mozilla/");
  }
}
