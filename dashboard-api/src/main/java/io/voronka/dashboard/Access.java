package io.voronka.dashboard;

import io.javalin.http.Context;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import java.util.Map;

/** Decides whose figures a request may see. */
final class Access {

  private static final String SCHEME = "Bearer ";

  private final Map<String, String> projectsByToken;

  Access(Map<String, String> projectsByToken) {
    this.projectsByToken = projectsByToken;
  }

  /**
   * Returns the project of the request's token.
   *
   * @throws ServiceException ({@link ProblemType#UNAUTHORIZED}) if there is no known token
   */
  String project(Context ctx) {
    var header = ctx.header("Authorization");
    var project =
        header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            ? null
            : projectsByToken.get(header.substring(SCHEME.length()).strip());
    if (project == null) {
      throw new ServiceException(
          ProblemType.UNAUTHORIZED, "Send an API token as 'Authorization: Bearer TOKEN'.");
    }
    return project;
  }
}
