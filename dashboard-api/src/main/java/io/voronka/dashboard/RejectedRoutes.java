package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.dashboard.RejectedReader.Kept;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;

/** What could not be taken, with its reasons, and taking it again. */
final class RejectedRoutes {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
  private static final List<String> SHOWN =
      List.of(
          "receivedAt", "reason", "source", "messageId", "index", "call", "raw", "cut", "record");

  private final Access access;
  private final RejectedReader log;
  private final LongPredicate isRetried;
  private final BiFunction<String, Kept, JsonNode> retry;
  private final BiConsumer<String, Long> mark;

  /** The place behind the last one of a page. */
  record Place(long before) {}

  /**
   * Makes the routes.
   *
   * @param isRetried whether one has been taken since
   * @param retry sends one of a project again and returns the ingest service's answer
   * @param mark notes that one of a project has been taken
   */
  RejectedRoutes(
      Access access,
      RejectedReader log,
      LongPredicate isRetried,
      BiFunction<String, Kept, JsonNode> retry,
      BiConsumer<String, Long> mark) {
    this.access = access;
    this.log = log;
    this.isRetried = isRetried;
    this.retry = retry;
    this.mark = mark;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/rejected", this::list);
    routes.post("/api/v1/rejected/{id}/retry", this::retry);
  }

  private void list(Context ctx) {
    var project = access.project(ctx);
    var given = new QueryParameters(ctx.queryParamMap(), Set.of("limit", "cursor"));
    int limit = given.whole("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    var place = Cursors.read(given, Place.class);
    given.orThrow();
    var page = log.page(project, place == null ? null : place.before(), limit);
    var json = JsonNodeFactory.instance.objectNode();
    var rejected = json.putArray("rejected");
    page.kept().forEach(kept -> rejected.add(write(kept)));
    var next = page.next();
    json.put("next", next == null ? null : Cursors.text(new Place(next)));
    WebServer.json(ctx, json);
  }

  private ObjectNode write(Kept kept) {
    var json = JsonNodeFactory.instance.objectNode().put("id", Long.toString(kept.id()));
    for (var field : SHOWN) {
      if (kept.json().has(field)) {
        json.set(field, kept.json().get(field));
      }
    }
    return json.put("retried", isRetried.test(kept.id()));
  }

  private void retry(Context ctx) {
    var project = access.project(ctx);
    var id = ctx.pathParam("id");
    var kept = ID.matcher(id).matches() ? log.find(project, Long.parseLong(id)).orElse(null) : null;
    if (kept == null) {
      throw new ServiceException(
          ProblemType.NOT_FOUND, "Nothing rejected is kept under the id '" + id + "'.");
    }
    if (kept.json().has("record")) {
      throw new ServiceException(
          ProblemType.INVALID, "This was no event of a sender; it can't be sent again.");
    }
    var answer = retry.apply(project, kept);
    boolean isTaken = answer.path("rejected").isEmpty() && answer.path("accepted").asInt() > 0;
    if (isTaken) {
      mark.accept(project, kept.id());
    }
    var json = JsonNodeFactory.instance.objectNode().put("id", id).put("taken", isTaken);
    json.set("accepted", answer.path("accepted"));
    var reasons = json.putArray("reasons");
    answer.path("rejected").forEach(refused -> reasons.add(refused.path("reason")));
    if (!isTaken && reasons.isEmpty()) {
      reasons.add("what is kept of it can't be read by itself; let its sender send it again");
    }
    json.set("position", answer.path("position"));
    WebServer.json(ctx, json);
  }
}
