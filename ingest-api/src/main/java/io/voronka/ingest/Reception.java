package io.voronka.ingest;

import io.javalin.http.Context;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.ingest.protocol.Rejection;
import io.voronka.ingest.protocol.Reply;
import io.voronka.ingest.protocol.Request;
import io.voronka.ingest.protocol.UnusableBody;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps what requests bring, and answers once it is kept. No thread waits meanwhile. */
final class Reception {

  private static final String RETRY_AFTER_SECONDS = "2";

  private final EventSink sink;
  private final InFlight inFlight;
  private final IngestMetrics metrics;
  private final Executor answers;

  /**
   * Makes it.
   *
   * @param answers where answers are written; never on the thread that talks to Kafka, which a slow
   *     client would hold up
   */
  Reception(EventSink sink, InFlight inFlight, IngestMetrics metrics, Executor answers) {
    this.sink = sink;
    this.inFlight = inFlight;
    this.metrics = metrics;
    this.answers = answers;
  }

  /** How an answer is made of what came of a request. */
  interface Answering {

    Reply success(CallsOfBody calls, Position position);

    /** Whether {@link #success} is the answer also where none of several messages is good. */
    boolean isLenient();

    /** Returns the answer to a failure, null for a problem as all get it. */
    @Nullable Reply failure(ServiceException failure);
  }

  /** Reads a body as it was sent, of at most so many bytes. */
  byte[] read(Context ctx, int mostBytes) {
    metrics.request();
    try {
      var sent = RequestBody.read(ctx, mostBytes);
      metrics.size(sent.length);
      return sent;
    } catch (ServiceException tooLarge) {
      metrics.rejected(RefusalKind.SIZE);
      throw tooLarge;
    }
  }

  /** Keeps a body that holds no messages with the rejections, then says what is wrong with it. */
  void refuse(
      Context ctx,
      String project,
      Request request,
      UnusableBody unusable,
      byte[] body,
      Answering answering) {
    var reason = String.valueOf(unusable.getMessage());
    var rejection = Rejection.ofBody(request.receivedAt(), reason, request.source(), body);
    append(
        ctx,
        new Intake(project, List.of(), List.of(rejection)),
        answering,
        position -> {
          metrics.rejected(unusable.kind());
          throw new ServiceException(
              unusable.type(), "The body can't be taken.", List.of(unusable.fault()));
        });
  }

  void keep(Context ctx, String project, Request request, CallsOfBody calls, Answering answering) {
    var rejections =
        calls.refused().stream()
            .map(
                call ->
                    Rejection.ofCall(
                        request.receivedAt(),
                        call.why().reason(),
                        call.why().messageId(),
                        call.index(),
                        request.source(),
                        call.call()))
            .toList();
    append(
        ctx,
        new Intake(project, calls.events(), rejections),
        answering,
        position -> {
          metrics.accepted(calls.events().size());
          calls.refused().forEach(call -> metrics.rejected(call.why().kind()));
          if (calls.accepted() == 0 && !calls.refused().isEmpty() && !answering.isLenient()) {
            throw noneIsGood(calls);
          }
          return answering.success(calls, position);
        });
  }

  private static ServiceException noneIsGood(CallsOfBody calls) {
    var first = calls.refused().get(0);
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
        calls.refused().stream().flatMap(call -> call.violations().stream()).toList());
  }

  private void append(
      Context ctx, Intake intake, Answering answering, Function<Position, Reply> answer) {
    inFlight.enter();
    ctx.future(
        () -> {
          var waiting = metrics.waiting();
          return appended(intake)
              .handleAsync(
                  (position, failure) -> {
                    if (failure != null) {
                      metrics.unavailable();
                      answerFailure(ctx, answering, failure);
                    } else {
                      metrics.acknowledged(waiting);
                      answerSuccess(ctx, answering, answer, position);
                    }
                    return position;
                  },
                  answers)
              .whenComplete((position, failure) -> inFlight.leave());
        });
  }

  private static void answerSuccess(
      Context ctx, Answering answering, Function<Position, Reply> answer, Position position) {
    try {
      write(ctx, answer.apply(position));
    } catch (ServiceException refused) {
      answerFailure(ctx, answering, refused);
    }
  }

  /** Answers a failure in the client's own words, or lets it become a problem. */
  static void answerFailure(Context ctx, Answering answering, Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    var reply = cause instanceof ServiceException known ? answering.failure(known) : null;
    if (reply == null) {
      throw cause instanceof RuntimeException known ? known : new CompletionException(failure);
    }
    if (reply.status() == ProblemType.UNAVAILABLE.status()) {
      ctx.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    write(ctx, reply);
  }

  static void write(Context ctx, Reply reply) {
    ctx.status(reply.status()).result(reply.body()).contentType(reply.contentType());
  }

  /** Whatever happens, there is a future, so that the request is counted out again. */
  private CompletableFuture<Position> appended(Intake intake) {
    if (intake.events().isEmpty() && intake.rejections().isEmpty()) {
      return CompletableFuture.completedFuture(Position.NONE);
    }
    try {
      return sink.append(intake);
    } catch (RuntimeException bug) {
      return CompletableFuture.failedFuture(bug);
    }
  }
}
