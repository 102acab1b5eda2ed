package io.voronka.ingest;

import io.javalin.http.Context;
import io.voronka.ingest.Reception.Answering;
import io.voronka.ingest.Reception.Origin;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.ingest.hook.Hook;
import io.voronka.ingest.hook.HookRequest;
import io.voronka.ingest.privacy.Visitor;
import io.voronka.ingest.protocol.Answer;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.ingest.protocol.CallsOfBody.Outcome;
import io.voronka.ingest.protocol.CallsOfBody.RefusedCall;
import io.voronka.ingest.protocol.Rejection;
import io.voronka.ingest.protocol.Reply;
import io.voronka.ingest.protocol.TreeProtocol;
import io.voronka.ingest.protocol.UnusableBody;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads again what was rejected, by the same decoders, as if it came in when it did: after an
 * update, or with other settings, it may be good. Trying twice is harmless, since message ids that
 * have to be made are made of the rejection's own id.
 */
final class Retries {

  private final HookSources sources;
  private final Duration retention;
  private final Reception reception;

  Retries(HookSources sources, Duration retention, Reception reception) {
    this.sources = sources;
    this.retention = retention;
    this.reception = reception;
  }

  /**
   * Takes {@code {"id": "...", "rejection": {...}}} and answers as if it had just been sent.
   *
   * @throws ServiceException ({@link ProblemType#INVALID}) if that is no rejection
   */
  void take(Context ctx, byte[] body, UseCount use) {
    String id;
    Rejection rejection;
    try {
      var json = Json.read(body);
      id = json.path("id").asText("");
      rejection = Rejection.read(json.path("rejection"));
    } catch (MalformedRecord malformed) {
      throw new ServiceException(
          ProblemType.INVALID, "The body " + malformed.getMessage() + ".", malformed);
    }
    var origin = new Origin(use, StoredRequest.of(rejection), List.of(), Visitor.UNKNOWN, true);
    reception.keepAgain(ctx, origin, read(rejection, use.project(), id), new Again());
  }

  private CallsOfBody read(Rejection rejection, String project, String id) {
    if (rejection.isCut()) {
      return refused(rejection, "only its beginning is kept");
    }
    var number = new AtomicInteger();
    var drafts =
        new EventDraft.Factory(
            retention,
            () -> {
              var name = project + " " + id + " " + number.incrementAndGet();
              return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
            });
    try {
      return rejection.source().startsWith("hooks/")
          ? ofHook(rejection, project, drafts)
          : ofProtocol(rejection, drafts);
    } catch (MalformedRecord malformed) {
      return refused(rejection, "body " + malformed.getMessage());
    } catch (UnusableBody unusable) {
      return refused(rejection, String.valueOf(unusable.getMessage()));
    }
  }

  private static CallsOfBody ofProtocol(Rejection rejection, EventDraft.Factory drafts) {
    var ofPath = IngestRoutes.protocols(drafts).get("/" + rejection.source());
    if (ofPath == null) {
      return refused(rejection, "is of a route that there is no more");
    }
    var request = StoredRequest.of(rejection);
    var call = rejection.call();
    var raw = rejection.raw();
    if (call == null) {
      return ofPath.open(request, bytes(raw == null ? "" : raw)).calls();
    }
    var body = rejection.wrapping().bodyOf(call);
    var bytes = Json.bytes(body);
    return ofPath instanceof TreeProtocol ofTrees
        ? ofTrees.of(body).read(request, body, bytes.length)
        : ofPath.open(request, bytes).calls();
  }

  private CallsOfBody ofHook(Rejection rejection, String project, EventDraft.Factory drafts) {
    var path = rejection.source().split("/", 3);
    var found = path.length == 3 ? sources.find(path[1], path[2]) : null;
    var source = found == null ? null : found.source();
    var hook = source == null ? null : Hook.all(drafts).get(source.kind());
    if (source == null || hook == null || !source.project().equals(project)) {
      return refused(rejection, "is of a source that there is no more");
    }
    var call = rejection.call();
    var raw = rejection.raw();
    var bytes =
        call == null
            ? bytes(raw == null ? "" : raw)
            : Json.bytes(rejection.wrapping().bodyOf(call));
    var request = new HookRequest(StoredRequest.of(rejection), "POST", "", bytes, bytes);
    var body = call == null ? hook.body(request) : rejection.wrapping().bodyOf(call);
    return hook.read(request, source, body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static CallsOfBody refused(Rejection rejection, String reason) {
    var call = rejection.call() == null ? Json.read(bytes("null")) : rejection.call();
    var why = Refused.because(RefusalKind.BODY, "", reason);
    return new CallsOfBody(0, List.of(), List.of(new RefusedCall(null, "", call, why)));
  }

  /** What is refused again is told in the answer alone. */
  private record Again() implements Answering {

    @Override
    public Reply success(Outcome outcome, Position position) {
      return Reply.json(Answer.of(outcome, position));
    }

    @Override
    public boolean isLenient() {
      return true;
    }

    @Override
    public @Nullable Reply failure(ServiceException failure) {
      return null;
    }
  }
}
