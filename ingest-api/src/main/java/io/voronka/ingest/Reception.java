package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.javalin.http.Context;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.ingest.privacy.Refinery;
import io.voronka.ingest.privacy.Visitor;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.ingest.protocol.CallsOfBody.Outcome;
import io.voronka.ingest.protocol.Rejection;
import io.voronka.ingest.protocol.Reply;
import io.voronka.ingest.protocol.Request;
import io.voronka.ingest.protocol.UnusableBody;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Position;
import io.voronka.wire.ReceivedEvent;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps what requests bring, and answers once it is kept. No thread waits meanwhile. */
final class Reception {

  private static final String RETRY_AFTER_SECONDS = "2";
  private static final String BYTES = "voronka.bytes";

  private final EventSink sink;
  private final Refinery refinery;
  private final InFlight inFlight;
  private final IngestMetrics metrics;
  private final Executor answers;

  /**
   * Makes it.
   *
   * @param refinery what all events go through before they are kept
   * @param answers where answers are written; never on the thread that talks to Kafka, which a slow
   *     client would hold up
   */
  Reception(
      EventSink sink,
      Refinery refinery,
      InFlight inFlight,
      IngestMetrics metrics,
      Executor answers) {
    this.sink = sink;
    this.refinery = refinery;
    this.inFlight = inFlight;
    this.metrics = metrics;
    this.answers = answers;
  }

  /**
   * Where messages come from.
   *
   * @param use counts them
   * @param request that brought them
   * @param secrets of the sender, which are never kept
   * @param visitor who made the request
   * @param isSentAgain whether the sender sends again what it hears was not kept
   */
  record Origin(
      UseCount use, Request request, List<String> secrets, Visitor visitor, boolean isSentAgain) {

    String project() {
      return use.project();
    }
  }

  /** How an answer is made of what came of a request. */
  interface Answering {

    Reply success(Outcome outcome, Position position);

    /** Whether {@link #success} is the answer also where none of several messages is good. */
    boolean isLenient();

    /** Returns the answer to a failure, null for a problem as all get it. */
    @Nullable Reply failure(ServiceException failure);
  }

  /** Reads a body as it was sent, of at most so many bytes; its length counts until the answer. */
  byte[] read(Context ctx, int mostBytes) {
    metrics.request();
    try {
      var sent = RequestBody.read(ctx, mostBytes);
      metrics.size(sent.length);
      weigh(ctx, sent.length);
      return sent;
    } catch (ServiceException tooLarge) {
      metrics.rejected(RefusalKind.SIZE);
      throw tooLarge;
    }
  }

  /** Says how long a body is once it is inflated. */
  static void weigh(Context ctx, int bytes) {
    ctx.attribute(BYTES, bytes);
  }

  /** Keeps a body that holds no messages with the rejections, then says what is wrong with it. */
  void refuse(Context ctx, Origin origin, UnusableBody unusable, byte[] body, Answering answering) {
    var reason = String.valueOf(unusable.getMessage());
    var rejection =
        Rejection.ofBody(origin.request(), reason, body).under(refinery.ruleOf(origin.project()));
    append(
        ctx,
        new Intake(origin.project(), List.of(), List.of(rejection), origin.isSentAgain()),
        answering,
        position -> {
          metrics.rejected(unusable.kind());
          origin.use().took(0, 1, origin.request().receivedAt().toEpochMilli());
          throw new ServiceException(
              unusable.type(), "The body can't be taken.", List.of(unusable.fault()));
        });
  }

  /**
   * Keeps what a body brought.
   *
   * @param body gives the one that held it, which only rejections need
   */
  void keep(
      Context ctx, Origin origin, Supplier<JsonNode> body, CallsOfBody calls, Answering answering) {
    var rule = refinery.ruleOf(origin.project());
    var tree = calls.refused().isEmpty() ? MissingNode.getInstance() : body.get();
    var rejections =
        calls.refused().stream()
            .map(call -> Rejection.ofCall(origin.request(), call, tree, origin.secrets()))
            .map(rejection -> rejection.under(rule))
            .toList();
    var outcome = calls.outcome();
    append(
        ctx,
        new Intake(origin.project(), refined(origin, calls), rejections, origin.isSentAgain()),
        answering,
        position -> {
          metrics.accepted(outcome.events());
          origin
              .use()
              .took(
                  outcome.events(),
                  outcome.refused().size(),
                  origin.request().receivedAt().toEpochMilli());
          outcome.refused().forEach(call -> metrics.rejected(call.why().kind()));
          if (outcome.accepted() == 0 && !outcome.refused().isEmpty() && !answering.isLenient()) {
            throw noneIsGood(outcome);
          }
          return answering.success(outcome, position);
        });
  }

  /** Keeps what was rejected before and can be taken now; what can't is kept already. */
  void keepAgain(Context ctx, Origin origin, CallsOfBody calls, Answering answering) {
    var outcome = calls.outcome();
    append(
        ctx,
        new Intake(origin.project(), refined(origin, calls), List.of(), true),
        answering,
        position -> {
          metrics.accepted(outcome.events());
          return answering.success(outcome, position);
        });
  }

  private List<ReceivedEvent> refined(Origin origin, CallsOfBody calls) {
    return refinery.refine(origin.project(), calls.events(), origin.visitor());
  }

  private static ServiceException noneIsGood(Outcome outcome) {
    var first = outcome.refused().get(0);
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
        outcome.refused().stream().flatMap(call -> call.violations().stream()).toList());
  }

  private void append(
      Context ctx, Intake intake, Answering answering, Function<Position, Reply> answer) {
    int weight = Objects.requireNonNullElse(ctx.<Integer>attribute(BYTES), 0);
    int bytes = sink.isBounded(intake) ? 0 : weight;
    inFlight.enter(bytes);
    var waiting = metrics.waiting();
    var kept =
        appended(intake.tracedBy(Traces.of(ctx.header(Traces.HEADER)))); // which is then let go
    ctx.future(
        () ->
            kept.handleAsync(
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
                .whenComplete((position, failure) -> inFlight.leave(bytes)));
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
    if (reply.status() == ProblemType.UNAVAILABLE.status()
        && ctx.res().getHeader("Retry-After") == null) {
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
