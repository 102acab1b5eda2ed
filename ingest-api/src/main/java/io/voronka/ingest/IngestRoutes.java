package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.ingest.CallsOfBody.RefusedCall;
import io.voronka.ingest.CallsOfBody.Unusable;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import io.voronka.model.definition.Violation;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Position;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The Segment routes: each takes a request whole, answers once it is kept. */
final class IngestRoutes {

  private static final List<String> BATCHES = List.of("batch", "import");

  private final WriteKeys keys;
  private final CallReader reader;
  private final EventSink sink;
  private final InFlight inFlight;
  private final IngestMetrics metrics;
  private final InstantSource clock;
  private final Executor answers;

  /**
   * Makes the routes.
   *
   * @param answers where answers are written; never on the thread that talks to Kafka, which a slow
   *     client would hold up
   */
  IngestRoutes(
      WriteKeys keys,
      CallReader reader,
      EventSink sink,
      InFlight inFlight,
      IngestMetrics metrics,
      InstantSource clock,
      Executor answers) {
    this.keys = keys;
    this.reader = reader;
    this.sink = sink;
    this.inFlight = inFlight;
    this.metrics = metrics;
    this.clock = clock;
    this.answers = answers;
  }

  void register(RoutesConfig routes) {
    Cors.register(routes);
    for (var type : CallType.values()) {
      routes.post("/v1/" + type.text(), ctx -> take(ctx, new Request(type.text(), type)));
    }
    for (var name : BATCHES) {
      routes.post("/v1/" + name, ctx -> take(ctx, new Request(name, null)));
    }
  }

  /** Where a request came in; without a type it is a batch. */
  private record Request(String route, @Nullable CallType type) {
    String source() {
      return "v1/" + route;
    }
  }

  private void take(Context ctx, Request request) {
    metrics.request();
    var receivedAt = clock.instant();
    var sent = read(ctx);
    var projectOfHeader = projectOf(ctx);
    byte[] bytes;
    JsonNode body;
    try {
      bytes = RequestBody.inflated(sent);
      body = Json.read(bytes);
    } catch (MalformedRecord malformed) {
      var project = known(projectOfHeader);
      var fault = new Violation("", String.valueOf(malformed.getMessage()));
      refuse(
          ctx,
          project,
          new Unusable(ProblemType.INVALID, RefusalKind.BODY, fault),
          Rejection.ofBody(receivedAt, "body " + fault.message(), request.source(), sent));
      return;
    }
    var project = known(projectOfHeader != null ? projectOfHeader : projectOf(body));
    var unusable =
        request.type() == null ? CallsOfBody.faultOfBatch(body) : CallsOfBody.faultOfCall(body);
    if (unusable != null) {
      var reason = ("body " + unusable.fault().path()).strip() + " " + unusable.fault().message();
      refuse(ctx, project, unusable, Rejection.ofBody(receivedAt, reason, request.source(), bytes));
      return;
    }
    var calls =
        request.type() == null
            ? CallsOfBody.ofBatch(reader, body, bytes.length, receivedAt)
            : CallsOfBody.ofCall(reader, request.type(), body, bytes.length, receivedAt);
    keep(ctx, project, calls, request, receivedAt);
  }

  private byte[] read(Context ctx) {
    try {
      var sent = RequestBody.read(ctx);
      metrics.size(sent.length);
      return sent;
    } catch (ServiceException tooLarge) {
      metrics.rejected(RefusalKind.SIZE);
      throw tooLarge;
    }
  }

  private @Nullable String projectOf(Context ctx) {
    var project = keys.projectOfHeader(ctx.header("Authorization"));
    return project != null ? project : keys.project(ctx.queryParam("writeKey"));
  }

  private @Nullable String projectOf(JsonNode body) {
    return keys.project(body.path("writeKey").textValue());
  }

  private String known(@Nullable String project) {
    if (project == null) {
      metrics.unauthorized();
      throw new ServiceException(
          ProblemType.UNAUTHORIZED,
          "Send a write key as the user name of Basic authorization, as a bearer token or as"
              + " \"writeKey\" in the body.");
    }
    return project;
  }

  /** Keeps a body that holds no calls with the rejections, then says what is wrong with it. */
  private void refuse(Context ctx, String project, Unusable unusable, Rejection rejection) {
    append(
        ctx,
        new Intake(project, List.of(), List.of(rejection)),
        position -> {
          metrics.rejected(unusable.kind());
          throw new ServiceException(
              unusable.type(), "The body can't be taken.", List.of(unusable.fault()));
        });
  }

  private void keep(
      Context ctx, String project, CallsOfBody calls, Request request, Instant receivedAt) {
    var rejections =
        calls.refused().stream()
            .map(
                call ->
                    Rejection.ofCall(
                        receivedAt,
                        call.why().reason(),
                        call.why().messageId(),
                        call.index(),
                        request.source(),
                        call.call()))
            .toList();
    append(
        ctx,
        new Intake(project, calls.events(), rejections),
        position -> {
          metrics.accepted(calls.events().size());
          calls.refused().forEach(call -> metrics.rejected(call.why().kind()));
          if (calls.events().isEmpty()) {
            throw noneIsGood(calls.refused());
          }
          return Answer.of(calls, position);
        });
  }

  private static ServiceException noneIsGood(List<RefusedCall> refused) {
    var first = refused.get(0);
    boolean isAlone = first.index() == null;
    var type =
        isAlone && first.why().kind() == RefusalKind.SIZE
            ? ProblemType.TOO_LARGE
            : ProblemType.INVALID;
    return new ServiceException(
        type,
        isAlone
            ? "The call can't be taken: " + first.why().reason() + "."
            : "None of the calls can be taken.",
        refused.stream().flatMap(call -> call.violations().stream()).toList());
  }

  /** Answers once everything is kept. No thread waits meanwhile. */
  private void append(Context ctx, Intake intake, Function<Position, Answer> answer) {
    inFlight.enter();
    ctx.future(
        () -> {
          var waiting = metrics.waiting();
          return appended(intake)
              .handleAsync(
                  (position, failure) -> {
                    if (failure != null) {
                      metrics.unavailable();
                      throw asCompletion(failure);
                    }
                    metrics.acknowledged(waiting);
                    WebServer.json(ctx, answer.apply(position));
                    return position;
                  },
                  answers)
              .whenComplete((position, failure) -> inFlight.leave());
        });
  }

  /** Whatever happens, there is a future, so that the request is counted out again. */
  private CompletableFuture<Position> appended(Intake intake) {
    try {
      return sink.append(intake);
    } catch (RuntimeException bug) {
      return CompletableFuture.failedFuture(bug);
    }
  }

  private static CompletionException asCompletion(Throwable failure) {
    return failure instanceof CompletionException wrapped
        ? wrapped
        : new CompletionException(failure);
  }
}
