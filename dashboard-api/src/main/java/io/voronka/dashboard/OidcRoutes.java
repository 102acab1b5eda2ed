package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.voronka.dashboard.oidc.OidcClient;
import io.voronka.dashboard.oidc.OidcClient.Attempt;
import io.voronka.dashboard.oidc.SignInRefused;
import io.voronka.dashboard.oidc.SignInRefused.Reason;
import io.voronka.kit.LogKeys;
import io.voronka.wire.Json;
import io.voronka.wire.Seal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in at an issuer: there, and back with a session of the page. The attempt is kept by the
 * browser that began it, in a sealed cookie, so that nobody else's answer is taken for its own.
 */
final class OidcRoutes {

  static final String PATH = "/api/v1/session/oidc";
  static final String CALLBACK = PATH + "/callback";

  private static final Logger LOG = LoggerFactory.getLogger(OidcRoutes.class);
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final OidcClient client;
  private final PageSessions sessions;
  private final Seal seal;
  private final boolean isSecure;
  private final String cookieName;
  private final RequestLimit attempts;
  private final InstantSource clock;

  /**
   * Makes them.
   *
   * @param isSecure whether browsers may send the cookie over HTTPS alone
   * @param port which one the cookie is for: browsers share them between ports of a host
   * @param attempts how often one address may try
   */
  OidcRoutes(
      OidcClient client,
      PageSessions sessions,
      Seal seal,
      boolean isSecure,
      int port,
      RequestLimit attempts,
      InstantSource clock) {
    this.client = client;
    this.sessions = sessions;
    this.seal = seal;
    this.isSecure = isSecure;
    this.cookieName = isSecure ? "__Host-voronka-oidc" : "voronka-oidc-" + port;
    this.attempts = attempts;
    this.clock = clock;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/session/oidc", this::begin);
    routes.get("/api/v1/session/oidc/callback", this::finish);
  }

  private void begin(Context ctx) {
    attempts.check(ctx);
    var attempt = Attempt.begin();
    try {
      var address = client.address(attempt);
      var content =
          JsonNodeFactory.instance
              .objectNode()
              .put("state", attempt.state())
              .put("nonce", attempt.nonce())
              .put("verifier", attempt.verifier())
              .put("until", clock.millis() + LIFETIME.toMillis());
      ctx.cookie(cookie(seal.close(Json.bytes(content)), (int) LIFETIME.toSeconds()));
      ctx.redirect(address.toString());
    } catch (SignInRefused refused) {
      refuse(ctx, refused);
    }
  }

  /** The issuer's site sends the browser here, which a cookie of the strictest kind would miss. */
  private Cookie cookie(String value, int seconds) {
    return new Cookie(cookieName, value, "/", seconds, isSecure, true, null, SameSite.LAX);
  }

  private void finish(Context ctx) {
    attempts.check(ctx);
    var attempt = attempt(ctx);
    ctx.cookie(cookie("", 0)); // good for one answer
    try {
      if (attempt == null || !isSame(ctx.queryParam("state"), attempt.state())) {
        throw new SignInRefused(Reason.REFUSED, "this browser has not asked for it");
      }
      var code = ctx.queryParam("code");
      if (code == null || code.isBlank()) {
        throw new SignInRefused(Reason.REFUSED, "the issuer has sent no code");
      }
      sessions.begin(ctx, client.finish(attempt, code));
      ctx.redirect("/#/");
    } catch (SignInRefused refused) {
      refuse(ctx, refused);
    }
  }

  private @Nullable Attempt attempt(Context ctx) {
    var sealed = ctx.cookie(cookieName);
    var content = sealed == null ? null : seal.open(sealed).orElse(null);
    if (content == null) {
      return null;
    }
    var json = Json.read(content);
    return json.path("until").asLong() > clock.millis() && json.has("verifier")
        ? new Attempt(
            json.path("state").asText(),
            json.path("nonce").asText(),
            json.path("verifier").asText())
        : null;
  }

  private static boolean isSame(@Nullable String shown, String expected) {
    return shown != null
        && MessageDigest.isEqual(
            shown.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }

  /** The page says it in the reader's language; the log says more. */
  private static void refuse(Context ctx, SignInRefused refused) {
    LOG.atWarn()
        .addKeyValue(LogKeys.REASON, refused.reason().text())
        .setCause(refused.getCause())
        .log("nobody was signed in: {}", refused.getMessage());
    ctx.redirect("/#sign-in=" + refused.reason().text());
  }
}
