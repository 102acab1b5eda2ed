package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import io.voronka.model.definition.Violation;
import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.KeyUse;
import io.voronka.wire.access.Role;
import io.voronka.wire.source.SourceSecrets;
import io.voronka.wire.source.StoredSource;
import io.voronka.wire.source.StoredSource.Secret;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sources of a project's webhooks. Everybody sees them without their secrets, admins write. */
final class SourceRoutes {

  /** Sources that one project may have. */
  static final int MAX_SOURCES = 200;

  private final Access access;
  private final AccessBook book;
  private final Consumer<AccessRecord> log;
  private final Function<String, List<KeyUse>> uses;
  private final Function<String, List<KeyUse>> usesOfId;
  private final @Nullable SourceSecrets secrets;
  private final InstantSource clock;
  private final Object writing = new Object(); // an edit is made of what was there before

  /**
   * Makes the routes.
   *
   * @param log writes a record; when it returns, the book knows it
   * @param uses what came from the sources of a project, the oldest first
   * @param usesOfId what came from sources of an id, whosesoever
   * @param secrets closes what is kept; null: there is no key, and secrets can't be set
   */
  SourceRoutes(
      Access access,
      AccessBook book,
      Consumer<AccessRecord> log,
      Function<String, List<KeyUse>> uses,
      Function<String, List<KeyUse>> usesOfId,
      @Nullable SourceSecrets secrets,
      InstantSource clock) {
    this.access = access;
    this.book = book;
    this.log = log;
    this.uses = uses;
    this.usesOfId = usesOfId;
    this.secrets = secrets;
    this.clock = clock;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/sources", this::list);
    routes.get("/api/v1/sources/{id}", this::show);
    routes.put("/api/v1/sources/{id}", this::put);
    routes.patch("/api/v1/sources/{id}", this::patch);
    routes.delete("/api/v1/sources/{id}", this::remove);
    routes.post("/api/v1/sources/{id}/rotate", this::rotate);
  }

  private void list(Context ctx) {
    var project = access.project(ctx);
    var json = JsonNodeFactory.instance.objectNode();
    json.set("sources", listing(project).list(book.sources(project)));
    WebServer.json(ctx, json.put("secretsKeySet", secrets != null));
  }

  private void show(Context ctx) {
    answer(ctx, find(access.project(ctx), ctx));
  }

  private void put(Context ctx) {
    var project = access.project(ctx, Role.ADMIN);
    var id = ctx.pathParam("id");
    var json = KeyForm.json(ctx.bodyAsBytes());
    synchronized (writing) {
      var before = book.source(project, id).orElse(null);
      var change = SourceChange.read(project, id, json, before);
      if (before == null) {
        requireFree(project, id);
      }
      ctx.status(before == null ? 201 : 200);
      write(ctx, change, before);
    }
  }

  private void patch(Context ctx) {
    var project = access.project(ctx, Role.ADMIN);
    var json = KeyForm.json(ctx.bodyAsBytes());
    synchronized (writing) {
      var before = find(project, ctx);
      write(ctx, SourceChange.merged(json, before), before);
    }
  }

  private void write(Context ctx, SourceChange change, @Nullable StoredSource before) {
    var secret = change.secret();
    var source = change.source();
    var kept =
        secret != null
            ? List.of(closed(source.project(), source.kind(), source.id(), secret))
            : before == null ? List.<Secret>of() : before.secrets();
    var stored =
        new StoredSource(
            source.project(),
            source.id(),
            source.kind(),
            source.settings(),
            kept,
            change.isPaused(),
            before == null ? clock.millis() : before.createdMillis());
    log.accept(AccessRecord.of(stored));
    answer(ctx, stored);
  }

  /** Sets another secret; the one before stays good for a while, older ones end. */
  private void rotate(Context ctx) {
    var project = access.project(ctx, Role.ADMIN);
    synchronized (writing) {
      var before = find(project, ctx);
      var rotation = SourceChange.rotation(ctx.bodyAsBytes(), before);
      var kept = new ArrayList<Secret>();
      kept.add(closed(project, before.kind(), before.id(), rotation.secret()));
      var old = before.secrets().get(0);
      if (secrets != null && secrets.open(before, old).isPresent()) {
        long until = clock.millis() + rotation.overlap().toMillis();
        kept.add(new Secret(old.closed(), old.sinceMillis(), until));
      }
      var stored = before.with(kept);
      log.accept(AccessRecord.of(stored));
      answer(ctx, stored);
    }
  }

  private void remove(Context ctx) {
    var project = access.project(ctx, Role.ADMIN);
    synchronized (writing) {
      var source = find(project, ctx);
      log.accept(AccessRecord.removed(AccessRecord.Kind.SOURCE, project, source.id()));
    }
    ctx.status(204);
  }

  private Secret closed(String project, String kind, String id, String secret) {
    if (secrets == null) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE,
          "Secrets can't be kept: set "
              + SourceSecrets.KEY
              + " to 32 random bytes in Base64 (openssl rand -base64 32), the same for ingest and"
              + " dashboard services, and start them again.");
    }
    return new Secret(secrets.close(project, kind, id, secret), clock.millis(), Secret.FOR_GOOD);
  }

  private void requireFree(String project, String id) {
    if (isOfSettings(id)) {
      throw refused("is a source of the settings of a running ingest service, and stays there");
    }
    if (book.isSourceOfAnother(project, id)) {
      throw refused("is taken: ids are unique in the installation");
    }
    if (book.sources(project).size() >= MAX_SOURCES) {
      throw new ServiceException(
          ProblemType.INVALID, "A project has at most " + MAX_SOURCES + " sources.");
    }
  }

  private boolean isOfSettings(String id) {
    long now = clock.millis();
    return usesOfId.apply(id).stream()
        .anyMatch(use -> UseSum.isOfSource(use) && UseSum.isOfSettings(use, now));
  }

  private static ServiceException refused(String message) {
    return new ServiceException(
        ProblemType.INVALID, "The source can't be made.", List.of(new Violation("id", message)));
  }

  private StoredSource find(String project, Context ctx) {
    var id = ctx.pathParam("id");
    return book.source(project, id)
        .orElseThrow(
            () ->
                new ServiceException(
                    ProblemType.NOT_FOUND,
                    "No source '" + id + "' was made here; those of the settings stay there."));
  }

  private void answer(Context ctx, StoredSource source) {
    var json = JsonNodeFactory.instance.objectNode();
    WebServer.json(ctx, listing(source.project()).put(json, source));
  }

  private SourceListing listing(String project) {
    return new SourceListing(uses.apply(project), this::isOfSettings, secrets, clock.millis());
  }
}
