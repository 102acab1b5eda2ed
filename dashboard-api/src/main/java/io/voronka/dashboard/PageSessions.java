package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in on the page. The browser keeps a sealed cookie that no script can read, with the
 * token of the reader in it: so a token that is taken away ends its sessions, and nothing is kept
 * here. What changes something must also show the session's second secret in a header, which other
 * sites can't know.
 */
final class PageSessions {

  static final String CSRF_HEADER = "X-CSRF-Token";

  private static final Duration LIFETIME = Duration.ofDays(7);
  private static final int CSRF_BYTES = 16;

  private final Seal seal;
  private final boolean isSecure;
  private final String cookieName;
  private final SecureRandom random;
  private final InstantSource clock;

  /**
   * A session.
   *
   * @param token of the reader
   * @param csrf what changes must show
   */
  record PageSession(String token, String csrf) {}

  /**
   * Opens sessions.
   *
   * @param isSecure whether browsers may send the cookie over HTTPS alone
   * @param port which one cookies are for: browsers share them between ports of a host
   */
  PageSessions(Seal seal, boolean isSecure, int port, SecureRandom random, InstantSource clock) {
    this.seal = seal;
    this.isSecure = isSecure;
    this.cookieName = isSecure ? "__Host-voronka" : "voronka-" + port;
    this.random = random;
    this.clock = clock;
  }

  /** Begins a session of a token; the cookie goes with the answer. */
  PageSession begin(Context ctx, String token) {
    var secret = new byte[CSRF_BYTES];
    random.nextBytes(secret);
    var csrf = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    var content =
        JsonNodeFactory.instance
            .objectNode()
            .put("token", token)
            .put("csrf", csrf)
            .put("until", clock.millis() + LIFETIME.toMillis());
    ctx.cookie(cookie(seal.close(Json.bytes(content)), (int) LIFETIME.toSeconds()));
    return new PageSession(token, csrf);
  }

  /** Ends the session, if there is one. */
  void end(Context ctx) {
    ctx.cookie(cookie("", 0));
  }

  private Cookie cookie(String value, int seconds) {
    return new Cookie(cookieName, value, "/", seconds, isSecure, true, null, SameSite.STRICT);
  }

  /** Returns the session of a request, if it has one that is still good. */
  Optional<PageSession> of(Context ctx) {
    var sealed = ctx.cookie(cookieName);
    return sealed == null ? Optional.empty() : seal.open(sealed).flatMap(this::read);
  }

  private Optional<PageSession> read(byte[] content) {
    var json = Json.read(content);
    return json.path("until").asLong() > clock.millis()
        ? Optional.of(new PageSession(json.path("token").asText(), json.path("csrf").asText()))
        : Optional.empty();
  }

  /**
   * Makes sure that a request comes from the page itself.
   *
   * @throws ServiceException ({@link ProblemType#FORBIDDEN}) if it does not show the second secret
   */
  static void requireOwnPage(Context ctx, PageSession session) {
    if (!isSame(ctx.header(CSRF_HEADER), session.csrf())) {
      throw new ServiceException(
          ProblemType.FORBIDDEN,
          "What changes something must carry " + CSRF_HEADER + " as GET /api/v1/session tells it.");
    }
  }

  private static boolean isSame(@Nullable String shown, String expected) {
    return shown != null
        && MessageDigest.isEqual(
            shown.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }
}
