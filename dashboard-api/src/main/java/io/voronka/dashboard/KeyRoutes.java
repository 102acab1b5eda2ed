package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.KeyUse;
import io.voronka.wire.access.Role;
import io.voronka.wire.access.Secrets;
import io.voronka.wire.access.WriteKey;
import io.voronka.wire.access.WriteKey.Secret;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The write keys of a project. Everybody sees them, admins write. */
final class KeyRoutes {

  /** Keys that one project may have. */
  static final int MAX_KEYS = 200;

  private final Access access;
  private final AccessBook book;
  private final Consumer<AccessRecord> log;
  private final Function<String, List<KeyUse>> uses;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final Object writing = new Object(); // an edit is made of what was there before

  /**
   * Makes the routes.
   *
   * @param log writes a record; when it returns, the book knows it
   * @param uses what came by the keys of a project, the oldest first
   * @param random unpredictable
   */
  KeyRoutes(
      Access access,
      AccessBook book,
      Consumer<AccessRecord> log,
      Function<String, List<KeyUse>> uses,
      RandomGenerator random,
      InstantSource clock) {
    this.access = access;
    this.book = book;
    this.log = log;
    this.uses = uses;
    this.random = random;
    this.clock = clock;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/keys", this::list);
    routes.post("/api/v1/keys", this::create);
    routes.put("/api/v1/keys/{id}", this::edit);
    routes.delete("/api/v1/keys/{id}", this::remove);
    routes.post("/api/v1/keys/{id}/rotate", this::rotate);
  }

  private void list(Context ctx) {
    var project = access.project(ctx);
    var json = JsonNodeFactory.instance.objectNode();
    json.set("keys", KeyListing.keys(book.keys(project), uses.apply(project), clock.millis()));
    WebServer.json(ctx, json);
  }

  private void create(Context ctx) {
    var project = access.project(ctx, Role.ADMIN);
    var wanted = KeyForm.key(ctx.bodyAsBytes());
    var secret = Secrets.make(random);
    synchronized (writing) {
      if (book.keys(project).size() >= MAX_KEYS) {
        throw new ServiceException(
            ProblemType.INVALID, "A project has at most " + MAX_KEYS + " write keys.");
      }
      var key =
          new WriteKey(
              project,
              Secrets.make(random).substring(0, 10),
              wanted.name(),
              List.of(current(secret)),
              wanted.origins(),
              wanted.eventsPerSecond(),
              wanted.isDisabled(),
              false,
              clock.millis());
      log.accept(AccessRecord.of(key));
      ctx.status(201);
      WebServer.json(ctx, write(key).put("secret", secret));
    }
  }

  private void edit(Context ctx) {
    var project = access.project(ctx, Role.ADMIN);
    var wanted = KeyForm.key(ctx.bodyAsBytes());
    synchronized (writing) {
      var before = find(project, ctx);
      var key =
          new WriteKey(
              project,
              before.id(),
              wanted.name(),
              before.secrets(),
              wanted.origins(),
              wanted.eventsPerSecond(),
              wanted.isDisabled(),
              false,
              before.createdMillis());
      log.accept(AccessRecord.of(key));
      WebServer.json(ctx, write(key));
    }
  }

  /** Gives a key another secret; the one before stays good for a while, older ones end. */
  private void rotate(Context ctx) {
    var project = access.project(ctx, Role.ADMIN);
    var overlap = KeyForm.overlap(ctx.bodyAsBytes());
    var secret = Secrets.make(random);
    synchronized (writing) {
      var before = find(project, ctx);
      var secrets = new ArrayList<Secret>();
      secrets.add(current(secret));
      var old = before.secrets().get(0);
      secrets.add(new Secret(old.hash(), old.hint(), clock.millis() + overlap.toMillis()));
      var key =
          new WriteKey(
              project,
              before.id(),
              before.name(),
              secrets,
              before.origins(),
              before.eventsPerSecond(),
              before.disabled(),
              false,
              before.createdMillis());
      log.accept(AccessRecord.of(key));
      WebServer.json(ctx, write(key).put("secret", secret));
    }
  }

  private void remove(Context ctx) {
    var project = access.project(ctx, Role.ADMIN);
    synchronized (writing) {
      var key = find(project, ctx);
      log.accept(AccessRecord.removed(AccessRecord.Kind.KEY, project, key.id()));
    }
    ctx.status(204);
  }

  private static Secret current(String secret) {
    return new Secret(Secrets.hash(secret), Secrets.hint(secret), Secret.FOR_GOOD);
  }

  private WriteKey find(String project, Context ctx) {
    var id = ctx.pathParam("id");
    return book.key(project, id)
        .orElseThrow(
            () ->
                new ServiceException(
                    ProblemType.NOT_FOUND,
                    "No write key '" + id + "' was made here; those of the settings stay there."));
  }

  private ObjectNode write(WriteKey key) {
    return KeyListing.put(JsonNodeFactory.instance.objectNode(), key, clock.millis());
  }
}
