package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.ingest.Reception.Answering;
import io.voronka.ingest.Reception.Origin;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.Limits;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.ingest.hook.Hook;
import io.voronka.ingest.hook.HookRequest;
import io.voronka.ingest.privacy.Visitor;
import io.voronka.ingest.protocol.Answer;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.ingest.protocol.CallsOfBody.Outcome;
import io.voronka.ingest.protocol.CallsOfBody.RefusedCall;
import io.voronka.ingest.protocol.Reply;
import io.voronka.ingest.protocol.UnusableBody;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Position;
import io.voronka.wire.source.Source;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /hooks/{kind}/{source}}: takes webhooks. Whoever knows the source's secret is
 * answered 200 whatever it sends, since these senders switch off what answers otherwise; everybody
 * else 401. Of a source that is paused nothing is kept, and that is answered 200 as well.
 */
final class HookRoutes {

  private static final String PATH = "/hooks/{kind}/{source}";

  private final HookSources sources;
  private final Map<String, Hook> hooks;
  private final Reception reception;
  private final IngestMetrics metrics;
  private final InstantSource clock;
  private final @Nullable PublicUrl publicUrl;

  /**
   * Makes the routes.
   *
   * @param publicUrl where senders reach the service, which some sign; null: as each request says
   */
  HookRoutes(
      HookSources sources,
      EventDraft.Factory drafts,
      Reception reception,
      IngestMetrics metrics,
      InstantSource clock,
      @Nullable PublicUrl publicUrl) {
    this.sources = sources;
    this.hooks = Hook.all(drafts);
    this.reception = reception;
    this.metrics = metrics;
    this.clock = clock;
    this.publicUrl = publicUrl;
  }

  void register(RoutesConfig routes) {
    routes.post(PATH, this::take);
    // Some senders look whether there is something before they send.
    routes.get(PATH, HookRoutes::nothing);
    routes.head(PATH, ctx -> ctx.status(200));
  }

  private static void nothing(Context ctx) {
    ctx.result("{}").contentType("application/json");
  }

  private void take(Context ctx) {
    var found = sources.find(ctx.pathParam("kind"), ctx.pathParam("source"));
    var raw = reception.read(ctx, found == null ? Limits.REQUEST_BYTES : Limits.HOOK_BYTES);
    if (found == null) {
      throw unauthorized();
    }
    var source = found.source();
    var hook = Objects.requireNonNull(hooks.get(source.kind()));
    var request = request(ctx, source, raw);
    Reception.weigh(ctx, request.body().length);
    if (!hook.isGenuine(request, source)) {
      throw unauthorized();
    }
    if (found.isPaused()) {
      found.use().refused(clock.millis());
      nothing(ctx);
      return;
    }
    JsonNode body = MissingNode.getInstance();
    CallsOfBody calls;
    try {
      body = hook.body(request);
      calls = read(hook, request, source, body);
    } catch (MalformedRecord malformed) {
      calls = unreadable(request, "body", String.valueOf(malformed.getMessage()));
    }
    var origin =
        new Origin(
            found.use(), request.http(), source.secrets(), Visitor.UNKNOWN, hook.isSentAgain());
    var tree = body;
    reception.keep(ctx, origin, () -> tree, calls, new Plainly());
  }

  private HookRequest request(Context ctx, Source source, byte[] raw) {
    var name = "hooks/" + source.kind() + "/" + source.id();
    var http = HttpRequest.of(ctx, name, clock.instant());
    var url = publicUrl != null ? publicUrl : PublicUrl.of(ctx);
    var query = ctx.queryString();
    var asked = query == null || query.isEmpty() ? ctx.path() : ctx.path() + "?" + query;
    return new HookRequest(http, ctx.method().name(), url.of(asked), raw, inflated(raw));
  }

  /** Broken gzip is left as it is: the decoder will say that it can't read it. */
  private static byte[] inflated(byte[] raw) {
    try {
      return RequestBody.inflated(raw, Limits.HOOK_BYTES);
    } catch (MalformedRecord broken) {
      return raw;
    }
  }

  private static CallsOfBody read(Hook hook, HookRequest request, Source source, JsonNode body) {
    try {
      return hook.read(request, source, body);
    } catch (UnusableBody unusable) {
      return unreadable(request, "", String.valueOf(unusable.getMessage()));
    }
  }

  /** What becomes of a body that can't be read. */
  static CallsOfBody unreadable(HookRequest request, String path, String message) {
    var body = request.body();
    var text = TextNode.valueOf(new String(body, StandardCharsets.UTF_8));
    var why = Refused.because(RefusalKind.BODY, path, message);
    return new CallsOfBody(0, List.of(), List.of(new RefusedCall(null, "", text, why)));
  }

  private ServiceException unauthorized() {
    metrics.unauthorized();
    return new ServiceException(
        ProblemType.UNAUTHORIZED, "There is no such source, or the request is not from it.");
  }

  /** Answers what was taken, and never complains. */
  private record Plainly() implements Answering {

    @Override
    public Reply success(Outcome outcome, Position position) {
      return Answer.of(outcome, position).reply();
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
