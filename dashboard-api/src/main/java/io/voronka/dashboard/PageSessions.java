package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.voronka.dashboard.oidc.OidcClient.Member;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Json;
import io.voronka.wire.Seal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in on the page. The browser keeps a sealed cookie that no script can read, with the
 * token of the reader in it, or what an issuer has said of the reader: so a token or a grant that
 * is taken away ends its sessions, and nothing is kept here. What changes something must also show
 * the session's second secret in a header, which other sites can't know.
 */
final class PageSessions {

  static final String CSRF_HEADER = "X-CSRF-Token";

  private static final Duration LIFETIME = Duration.ofDays(7);

  /** What an issuer has said of somebody is asked again sooner than a token is. */
  private static final Duration LIFETIME_OF_MEMBERS = Duration.ofHours(12);

  private static final int CSRF_BYTES = 16;

  private final Seal seal;
  private final boolean isSecure;
  private final String cookieName;
  private final SecureRandom random;
  private final InstantSource clock;

  /**
   * A session, of a token or of somebody who has signed in at an issuer.
   *
   * @param token of the reader, or null
   * @param member who has signed in, or null
   * @param csrf what changes must show
   * @param untilMillis when it ends
   */
  record PageSession(
      @Nullable String token, @Nullable Member member, String csrf, long untilMillis) {

    /** Names whoever it is of, for counting requests. */
    String holder() {
      return member == null ? String.valueOf(token) : "member " + member.subject();
    }
  }

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
    var content = JsonNodeFactory.instance.objectNode().put("token", token);
    return begin(ctx, content, LIFETIME);
  }

  /** Begins a session of somebody who has signed in at an issuer. */
  void begin(Context ctx, Member member) {
    var content = JsonNodeFactory.instance.objectNode().put("subject", member.subject());
    var values = content.putArray("values");
    member.values().forEach(values::add);
    var unused = begin(ctx, content, LIFETIME_OF_MEMBERS);
  }

  private PageSession begin(Context ctx, ObjectNode content, Duration lifetime) {
    var secret = new byte[CSRF_BYTES];
    random.nextBytes(secret);
    var csrf = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    content.put("csrf", csrf).put("until", clock.millis() + lifetime.toMillis());
    ctx.cookie(cookie(seal.close(Json.bytes(content)), (int) lifetime.toSeconds()));
    return session(content);
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
    return Optional.of(session(Json.read(content))).filter(this::isOpen);
  }

  /** Whether the session has not ended yet. */
  boolean isOpen(PageSession session) {
    return clock.millis() < session.untilMillis && !session.csrf.isEmpty();
  }

  private static PageSession session(JsonNode content) {
    var csrf = content.path("csrf").asText();
    long until = content.path("until").asLong();
    if (content.has("token")) {
      return new PageSession(content.path("token").asText(), null, csrf, until);
    }
    var values = new ArrayList<String>();
    content.path("values").forEach(value -> values.add(value.asText()));
    return new PageSession(null, new Member(content.path("subject").asText(), values), csrf, until);
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
