package io.voronka.kit;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.voronka.wire.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes every failure {@code application/problem+json}. */
public final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final String RETRY_AFTER_SECONDS = "2";

  private Problems() {}

  static void register(RoutesConfig routes) {
    routes.exception(ServiceException.class, (failure, ctx) -> answer(ctx, Problem.of(failure)));
    // The framework's own 404, 405 and 413 would otherwise arrive in a second format.
    routes.exception(
        HttpResponseException.class, (failure, ctx) -> answer(ctx, ofFramework(failure)));
    routes.exception(
        Exception.class,
        (bug, ctx) -> {
          var problem = Problem.unexpected();
          LOG.atError()
              .setCause(bug)
              .addKeyValue(LogKeys.REFERENCE, problem.instance())
              .log("request failed");
          answer(ctx, problem);
        });
  }

  private static Problem ofFramework(HttpResponseException failure) {
    return switch (failure.getStatus()) {
      case 404 -> Problem.of(ProblemType.NOT_FOUND, "No such path.");
      case 405 -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, "See the API description.");
      case 413 -> Problem.of(ProblemType.TOO_LARGE, "The body is longer than the limit.");
      case 503 -> Problem.of(ProblemType.UNAVAILABLE, "Try again in a moment.");
      default ->
          new Problem(
              failure.getMessage() == null ? "The request failed" : failure.getMessage(),
              failure.getStatus(),
              null,
              null,
              java.util.List.of());
    };
  }

  /** Answers with the problem. */
  public static void answer(Context ctx, Problem problem) {
    if (problem.status() == ProblemType.UNAVAILABLE.status()
        && ctx.res().getHeader("Retry-After") == null) {
      ctx.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    if (problem.status() == ProblemType.UNAUTHORIZED.status()) {
      ctx.header("WWW-Authenticate", "Bearer");
    }
    ctx.status(problem.status())
        .result(Json.bytes(problem))
        .contentType("application/problem+json");
  }
}
