package io.voronka.ingest;

import io.javalin.http.Context;
import io.voronka.ingest.privacy.Visitor;

/** Tells who makes a request: a browser for itself, or a server for others. */
final class Visitors {

  private final int trustedProxies;

  /**
   * Makes one.
   *
   * @param trustedProxies how many proxies of our own each request comes through: only what they
   *     say of an address can be believed
   */
  Visitors(int trustedProxies) {
    this.trustedProxies = trustedProxies;
  }

  Visitor of(Context ctx) {
    var userAgent = ctx.header("User-Agent");
    return isBrowser(ctx) ? new Visitor(userAgent, address(ctx)) : Visitor.UNKNOWN;
  }

  /** Whether a browser sends it: others say no origin, and their own names as user agents. */
  static boolean isBrowser(Context ctx) {
    var userAgent = ctx.header("User-Agent");
    return ctx.header("Origin") != null || userAgent != null && userAgent.startsWith("Mozilla/");
  }

  /** The address that the outermost of our proxies saw. */
  private String address(Context ctx) {
    var said = ctx.header("X-Forwarded-For");
    if (trustedProxies == 0 || said == null) {
      return ctx.ip();
    }
    var addresses = said.split(",", -1);
    return addresses[Math.max(0, addresses.length - trustedProxies)].strip();
  }
}
