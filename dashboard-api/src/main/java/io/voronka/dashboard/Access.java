package io.voronka.dashboard;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.voronka.dashboard.PageSessions.PageSession;
import io.voronka.dashboard.oidc.Grants;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.TrustedProxies;
import io.voronka.wire.access.Role;
import io.voronka.wire.access.Secrets;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose figures a request may see, by the token it carries or by who is signed in, and what
 * it may change: what only reads needs a {@link Role#VIEWER}, everything else an {@link
 * Role#EDITOR}.
 */
final class Access {

  private static final String SCHEME = "Bearer ";

  /** Questions that are sent by POST since they are long. */
  private static final String QUERIES = "/api/v1/query/";

  private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);

  private final Map<String, String> projectsByToken;
  private final AccessBook book;
  private final @Nullable PageSessions sessions;
  private final Grants grants;
  private final TrustedProxies proxies;

  /**
   * Whom a request comes from.
   *
   * @param project the only one that it sees
   */
  record Caller(String project, Role role) {}

  /** Knows the tokens of the settings alone. */
  Access(Map<String, String> projectsByToken) {
    this(projectsByToken, new AccessBook());
  }

  /**
   * Knows tokens of two kinds.
   *
   * @param projectsByToken those of the settings, which may do everything
   * @param book those that were made since
   */
  Access(Map<String, String> projectsByToken, AccessBook book) {
    this(projectsByToken, book, null, Grants.NONE, new TrustedProxies(0));
  }

  /**
   * Knows those who are signed in, too.
   *
   * @param sessions of those who are signed in on the page; null: nobody can be
   * @param grants what an issuer's words about them allow
   * @param proxies say whose requests are counted together that show nothing else
   */
  Access(
      Map<String, String> projectsByToken,
      AccessBook book,
      @Nullable PageSessions sessions,
      Grants grants,
      TrustedProxies proxies) {
    this.projectsByToken = projectsByToken;
    this.book = book;
    this.sessions = sessions;
    this.grants = grants;
    this.proxies = proxies;
  }

  /**
   * Returns the project of the request's token.
   *
   * @throws ServiceException ({@link ProblemType#UNAUTHORIZED}) if there is no known token, ({@link
   *     ProblemType#FORBIDDEN}) if its role is too small for a request of this method
   */
  String project(Context ctx) {
    boolean isReading = READING.contains(ctx.method()) || ctx.path().startsWith(QUERIES);
    return project(ctx, isReading ? Role.VIEWER : Role.EDITOR);
  }

  /** The same of what needs a certain role. */
  String project(Context ctx, Role needed) {
    var caller = caller(ctx);
    if (caller == null) {
      throw new ServiceException(
          ProblemType.UNAUTHORIZED, "Send an API token as 'Authorization: Bearer TOKEN'.");
    }
    if (!caller.role().includes(needed)) {
      throw new ServiceException(
          ProblemType.FORBIDDEN,
          "This needs a token with the role "
              + needed.text()
              + "; yours has the role "
              + caller.role().text()
              + ".");
    }
    return caller.project();
  }

  /** Tells whether whoever asks has a role or a larger one. */
  boolean may(Context ctx, Role role) {
    var caller = caller(ctx);
    return caller != null && caller.role().includes(role);
  }

  /**
   * Returns whom a request comes from; null if it shows nothing that is known.
   *
   * @throws ServiceException ({@link ProblemType#FORBIDDEN}) if it would change something and does
   *     not come from the page that somebody is signed in on
   */
  @Nullable Caller caller(Context ctx) {
    var header = ctx.header("Authorization");
    if (header != null) {
      var token = bearer(header);
      return token == null ? null : callerOf(token);
    }
    var session = session(ctx);
    if (session != null && !READING.contains(ctx.method())) {
      PageSessions.requireOwnPage(ctx, session);
    }
    return session == null ? null : callerOf(session);
  }

  private static @Nullable String bearer(String header) {
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? header.substring(SCHEME.length()).strip()
        : null;
  }

  private @Nullable PageSession session(Context ctx) {
    return sessions == null ? null : sessions.of(ctx).orElse(null);
  }

  /** Returns what tells, whenever it is asked, whether the request may still see what it saw. */
  BooleanSupplier rightOf(Context ctx) {
    var header = ctx.header("Authorization");
    var token = header == null ? null : bearer(header);
    var session = header == null ? session(ctx) : null;
    return () -> (token == null ? callerOf(session) : callerOf(token)) != null;
  }

  /**
   * Returns whom a request is counted for: who shows something that is known by what it is,
   * everybody else by the address.
   */
  String countedFor(Context ctx) {
    var header = ctx.header("Authorization");
    if (header != null) {
      var token = bearer(header);
      return token == null || callerOf(token) == null ? proxies.clientOf(ctx) : Secrets.hash(token);
    }
    var session = session(ctx);
    return session == null || callerOf(session) == null
        ? proxies.clientOf(ctx)
        : Secrets.hash(session.holder());
  }

  private @Nullable Caller callerOf(@Nullable PageSession session) {
    if (session == null || sessions == null || !sessions.isOpen(session)) {
      return null;
    }
    if (session.token() != null) {
      return callerOf(session.token());
    }
    var member = session.member();
    return member == null
        ? null
        : grants
            .of(member.values())
            .map(grant -> new Caller(grant.project(), grant.role()))
            .orElse(null);
  }

  /** Returns who has a token; null if it is unknown. */
  @Nullable Caller callerOf(String token) {
    var project = projectsByToken.get(token);
    if (project != null) {
      return new Caller(project, Role.ADMIN);
    }
    var made = book.tokenOf(token);
    return made == null ? null : new Caller(made.project(), made.role());
  }
}
