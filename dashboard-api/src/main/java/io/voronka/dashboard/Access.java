package io.voronka.dashboard;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whose figures a request may see: by the token it carries or by who is signed in. */
final class Access {

  private static final String SCHEME = "Bearer ";
  private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);

  private final Map<String, String> projectsByToken;
  private final @Nullable PageSessions sessions;

  /** Knows requests by their tokens alone. */
  Access(Map<String, String> projectsByToken) {
    this(projectsByToken, null);
  }

  /** Knows those who are signed in, too. */
  Access(Map<String, String> projectsByToken, @Nullable PageSessions sessions) {
    this.projectsByToken = projectsByToken;
    this.sessions = sessions;
  }

  /**
   * Returns the project of the request's token.
   *
   * @throws ServiceException ({@link ProblemType#UNAUTHORIZED}) if there is no known token, ({@link
   *     ProblemType#FORBIDDEN}) if it would change something and does not come from the page that
   *     somebody is signed in on
   */
  String project(Context ctx) {
    var project = projectOrNull(ctx);
    if (project == null) {
      throw new ServiceException(
          ProblemType.UNAUTHORIZED, "Send an API token as 'Authorization: Bearer TOKEN'.");
    }
    return project;
  }

  /** The same; null if there is no known token. */
  @Nullable String projectOrNull(Context ctx) {
    var token = token(ctx);
    return token == null ? null : projectOf(token);
  }

  /** Returns the project of a token; null if it is unknown. */
  @Nullable String projectOf(String token) {
    return projectsByToken.get(token);
  }

  private @Nullable String token(Context ctx) {
    var header = ctx.header("Authorization");
    if (header != null) {
      return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
          ? header.substring(SCHEME.length()).strip()
          : null;
    }
    var session = sessions == null ? null : sessions.of(ctx).orElse(null);
    if (session != null && !READING.contains(ctx.method())) {
      PageSessions.requireOwnPage(ctx, session);
    }
    return session == null ? null : session.token();
  }
}
