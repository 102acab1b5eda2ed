package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.ApiToken;
import io.voronka.wire.access.Role;
import io.voronka.wire.access.Secrets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The tokens of a project: only admins see and write them. */
final class TokenRoutes {

  /** Tokens that one project may have. */
  static final int MAX_TOKENS = 200;

  private static final int HASH_IN_ID = 8;

  private final Access access;
  private final Map<String, String> projectsByToken;
  private final AccessBook book;
  private final Consumer<AccessRecord> log;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final Object writing = new Object(); // or two could be made where one is left

  /**
   * Makes the routes.
   *
   * @param projectsByToken those of the settings, which are shown and stay as they are
   * @param log writes a record; when it returns, the book knows it
   * @param random unpredictable
   */
  TokenRoutes(
      Access access,
      Map<String, String> projectsByToken,
      AccessBook book,
      Consumer<AccessRecord> log,
      RandomGenerator random,
      InstantSource clock) {
    this.access = access;
    this.projectsByToken = projectsByToken;
    this.book = book;
    this.log = log;
    this.random = random;
    this.clock = clock;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/tokens", this::list);
    routes.post("/api/v1/tokens", this::create);
    routes.delete("/api/v1/tokens/{id}", this::revoke);
  }

  private void list(Context ctx) {
    var project = access.project(ctx, Role.ADMIN);
    var json = JsonNodeFactory.instance.objectNode();
    var tokens = json.putArray("tokens");
    projectsByToken.entrySet().stream()
        .filter(token -> token.getValue().equals(project))
        .map(token -> ofSettings(token.getKey()))
        .sorted((one, other) -> idOf(one).compareTo(idOf(other)))
        .forEach(tokens::add);
    book.tokens(project).forEach(token -> tokens.add(write(token)));
    WebServer.json(ctx, json);
  }

  private static String idOf(ObjectNode token) {
    return token.path("id").asText();
  }

  private static ObjectNode ofSettings(String secret) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", "settings-" + Secrets.hash(secret).substring(0, HASH_IN_ID))
        .put("name", "VORONKA_API_TOKENS")
        .put("from", "settings")
        .put("role", Role.ADMIN.text())
        .put("hint", Secrets.hint(secret))
        .putNull("createdAt");
  }

  private void create(Context ctx) {
    var project = access.project(ctx, Role.ADMIN);
    var wanted = KeyForm.token(ctx.bodyAsBytes());
    var secret = Secrets.make(random);
    synchronized (writing) {
      if (book.tokens(project).size() >= MAX_TOKENS) {
        throw new ServiceException(
            ProblemType.INVALID, "A project has at most " + MAX_TOKENS + " tokens.");
      }
      var token =
          new ApiToken(
              project,
              Secrets.make(random).substring(0, 10),
              wanted.name(),
              Secrets.hash(secret),
              Secrets.hint(secret),
              wanted.role(),
              clock.millis());
      log.accept(AccessRecord.of(token));
      ctx.status(201);
      WebServer.json(ctx, write(token).put("secret", secret));
    }
  }

  private void revoke(Context ctx) {
    var project = access.project(ctx, Role.ADMIN);
    var id = ctx.pathParam("id");
    synchronized (writing) {
      if (book.token(project, id).isEmpty()) {
        throw new ServiceException(
            ProblemType.NOT_FOUND,
            "No token '" + id + "' was made here; those of the settings stay there.");
      }
      log.accept(AccessRecord.removed(AccessRecord.Kind.TOKEN, project, id));
    }
    ctx.status(204);
  }

  private static ObjectNode write(ApiToken token) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", token.id())
        .put("name", token.name())
        .put("from", "api")
        .put("role", token.role().text())
        .put("hint", token.hint())
        .put("createdAt", Instant.ofEpochMilli(token.createdMillis()).toString());
  }
}
