package io.voronka.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.voronka.ingest.Reception.Answering;
import io.voronka.ingest.Reception.Origin;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.Limits;
import io.voronka.ingest.protocol.Amplitude;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.ingest.protocol.CallsOfBody.Outcome;
import io.voronka.ingest.protocol.CloudEvents;
import io.voronka.ingest.protocol.Ga4;
import io.voronka.ingest.protocol.Mixpanel;
import io.voronka.ingest.protocol.OpenBody;
import io.voronka.ingest.protocol.PostHog;
import io.voronka.ingest.protocol.Protocol;
import io.voronka.ingest.protocol.Reply;
import io.voronka.ingest.protocol.Request;
import io.voronka.ingest.protocol.Segment;
import io.voronka.ingest.protocol.UnusableBody;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Position;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The routes of clients that show a write key: each takes a request whole, answers once it is kept.
 *
 * <p>A path holds with and without a slash at its end, and behind any other path: some clients keep
 * the path of the address that they are given.
 */
final class IngestRoutes {

  private static final String PREFIX = "/<prefix>";

  /** Where the dashboard service sends what was rejected, to be tried again. */
  static final String RETRY = "/internal/rejected/retry";

  /** Where it asks what a webhook would become. */
  static final String TRIAL = "/internal/hooks/try";

  private final WriteKeys keys;
  private final EventDraft.Factory drafts;
  private final Reception reception;
  private final IngestMetrics metrics;
  private final InstantSource clock;
  private final @Nullable PublicUrl publicUrl;
  private final HookRoutes hooks;
  private final Retries retries;
  private final Trials trials;
  private final Visitors visitors;

  /**
   * Makes the routes.
   *
   * @param publicUrl where clients reach the service; null: as each request says
   * @param hooks the routes of senders that show no key
   * @param retries takes again what was rejected
   * @param trials tell what a webhook would become
   * @param visitors tells who makes a request
   */
  IngestRoutes(
      WriteKeys keys,
      EventDraft.Factory drafts,
      Reception reception,
      IngestMetrics metrics,
      InstantSource clock,
      @Nullable PublicUrl publicUrl,
      HookRoutes hooks,
      Retries retries,
      Trials trials,
      Visitors visitors) {
    this.keys = keys;
    this.drafts = drafts;
    this.reception = reception;
    this.metrics = metrics;
    this.clock = clock;
    this.publicUrl = publicUrl;
    this.hooks = hooks;
    this.retries = retries;
    this.trials = trials;
    this.visitors = visitors;
  }

  void register(RoutesConfig routes) {
    Cors.register(routes);
    routes.post(RETRY, this::retry);
    routes.post(TRIAL, this::attempt);
    var protocols = protocols(drafts);
    register(routes, "", protocols);
    hooks.register(routes);
    // After all others: a prefix may be the path of another protocol.
    register(routes, PREFIX, protocols);
  }

  /** Returns the paths and what is spoken at each. */
  static Map<String, Protocol> protocols(EventDraft.Factory drafts) {
    var protocols = new LinkedHashMap<String, Protocol>();
    protocols.putAll(Segment.routes(drafts));
    protocols.putAll(PostHog.routes(drafts));
    protocols.putAll(Mixpanel.routes(drafts));
    protocols.putAll(Amplitude.routes(drafts)); // knows PostHog's of the same path
    protocols.putAll(CloudEvents.routes(drafts));
    protocols.putAll(Ga4.routes(drafts));
    return protocols;
  }

  private void register(RoutesConfig routes, String prefix, Map<String, Protocol> protocols) {
    protocols.forEach(
        (path, protocol) -> {
          var source = path.substring(1);
          routes.post(prefix + path, ctx -> take(ctx, protocol, source));
          var parameter = protocol.messageInQuery();
          if (parameter != null) {
            routes.get(prefix + path, ctx -> takeQuery(ctx, parameter, protocol, source));
          }
        });
    registerStarts(routes, prefix);
  }

  /** Behind a prefix the path may be another's, who does not send by GET. */
  private void takeQuery(Context ctx, String parameter, Protocol protocol, String source) {
    if (!HttpRequest.parametersOf(ctx.queryString()).containsKey(parameter)) {
      throw new ServiceException(ProblemType.METHOD_NOT_ALLOWED, "Send it by POST.");
    }
    take(ctx, protocol, source);
  }

  /** What browser libraries ask for before they send anything. */
  private void registerStarts(RoutesConfig routes, String prefix) {
    routes.get(prefix + "/v1/projects/{key}/settings", this::settings);
    routes.get(prefix + "/array/{key}/config", this::config);
    routes.get(prefix + "/array/{key}/config.js", this::configScript);
    routes.post(prefix + "/flags", ctx -> WebServer.json(ctx, PostHog.flags()));
    routes.post(prefix + "/decide", ctx -> WebServer.json(ctx, PostHog.decide()));
    routes.get(prefix + Tracker.PATH, Tracker::serve);
    routes.get(prefix + Tracker.SNIPPET_PATH, this::snippet);
  }

  private void settings(Context ctx) {
    var key = ctx.pathParam("key");
    known(ctx, keys.find(key));
    var url = publicUrl != null ? publicUrl : PublicUrl.of(ctx);
    Reception.write(ctx, Segment.settings(key, url.scheme(), url.address()));
  }

  private void snippet(Context ctx) {
    known(ctx, keys.find(ctx.pathParam("key")));
    Tracker.serveSnippet(ctx);
  }

  private void config(Context ctx) {
    var key = ctx.pathParam("key");
    known(ctx, keys.find(key));
    WebServer.json(ctx, PostHog.config(key));
  }

  private void configScript(Context ctx) {
    var key = ctx.pathParam("key");
    known(ctx, keys.find(key));
    ctx.result(PostHog.configScript(key)).contentType("application/javascript");
  }

  private void take(Context ctx, Protocol protocol, String source) {
    var request = HttpRequest.of(ctx, source, clock.instant());
    var answering = answering(protocol, request);
    try {
      take(ctx, protocol, request, answering);
    } catch (ServiceException failure) {
      Reception.answerFailure(ctx, answering, failure);
    }
  }

  private void take(Context ctx, Protocol ofPath, Request request, Answering unread) {
    var sent = reception.read(ctx, Limits.REQUEST_BYTES);
    var senderOfRequest = senderOf(request);
    var bytes = sent;
    OpenBody body;
    try {
      bytes = RequestBody.inflated(sent, Limits.REQUEST_BYTES);
      Reception.weigh(ctx, bytes.length);
      body = ofPath.open(request, bytes);
    } catch (MalformedRecord malformed) {
      var unusable = UnusableBody.invalid("", String.valueOf(malformed.getMessage()));
      var sender = known(ctx, senderOfRequest);
      sender.limit().took(1);
      reception.refuse(ctx, origin(ctx, sender, request, ofPath), unusable, bytes, unread);
      return;
    } catch (UnusableBody unusable) {
      var sender = known(ctx, senderOfRequest);
      sender.limit().took(1);
      reception.refuse(ctx, origin(ctx, sender, request, ofPath), unusable, bytes, unread);
      return;
    }
    var answering = answering(body.protocol(), request);
    try {
      var sender = known(ctx, senderOfRequest != null ? senderOfRequest : senderOf(body));
      keep(ctx, sender, request, body, bytes, answering);
    } catch (ServiceException failure) {
      Reception.answerFailure(ctx, answering, failure);
    }
  }

  private void keep(
      Context ctx,
      Sender sender,
      Request request,
      OpenBody body,
      byte[] bytes,
      Answering answering) {
    CallsOfBody calls;
    try {
      calls = body.calls();
    } catch (UnusableBody unusable) {
      sender.limit().took(1);
      reception.refuse(
          ctx, origin(ctx, sender, request, body.protocol()), unusable, bytes, answering);
      return;
    }
    sender.limit().took(calls.events().size() + calls.refused().size());
    reception.keep(
        ctx, origin(ctx, sender, request, body.protocol()), body::tree, calls, answering);
  }

  private void retry(Context ctx) {
    var use = dashboard(ctx).use();
    retries.take(ctx, reception.read(ctx, Limits.HOOK_BYTES), use);
  }

  private void attempt(Context ctx) {
    var project = dashboard(ctx).use().project();
    WebServer.json(ctx, trials.of(project, reception.read(ctx, Limits.HOOK_BYTES)));
  }

  private Sender dashboard(Context ctx) {
    var sender = keys.ofHeader(ctx.header("Authorization"));
    if (sender == null || !sender.key().internal()) {
      metrics.unauthorized();
      throw new ServiceException(ProblemType.UNAUTHORIZED, "This is for Voronka's own services.");
    }
    return sender;
  }

  private Origin origin(Context ctx, Sender sender, Request request, Protocol protocol) {
    boolean isSentAgain = protocol.isSentAgain() && !isBeacon(ctx, request);
    return new Origin(sender.use(), request, List.of(), visitors.of(ctx), isSentAgain);
  }

  /**
   * Whether a page sends it while it is left: it hears no answer. Such requests, and images, come
   * without the sharing of answers that other requests of browsers ask for.
   */
  private static boolean isBeacon(Context ctx, Request request) {
    return "no-cors".equals(ctx.header("Sec-Fetch-Mode"))
        || "1".equals(request.query("beacon")) // PostHog says so
        || HandlerType.GET.equals(ctx.method());
  }

  private static Answering answering(Protocol protocol, Request request) {
    return new Answering() {
      @Override
      public Reply success(Outcome outcome, Position position) {
        return protocol.answer(request, outcome, position);
      }

      @Override
      public boolean isLenient() {
        return protocol.isLenient();
      }

      @Override
      public @Nullable Reply failure(ServiceException failure) {
        return protocol.failure(request, failure);
      }
    };
  }

  private @Nullable Sender senderOf(Request request) {
    var sender = keys.ofHeader(request.header("Authorization"));
    if (sender == null) {
      sender = keys.find(request.query("writeKey"));
    }
    return sender != null ? sender : keys.find(request.query("key"));
  }

  private @Nullable Sender senderOf(OpenBody body) {
    for (var key : body.keys()) {
      var sender = keys.find(key);
      if (sender != null) {
        return sender;
      }
    }
    return null;
  }

  private Sender known(Context ctx, @Nullable Sender sender) {
    if (sender == null) {
      metrics.unauthorized();
      throw new ServiceException(
          ProblemType.UNAUTHORIZED,
          "Send a write key as the user name of Basic authorization, as a bearer token, or where"
              + " your library puts it.");
    }
    Admission.check(ctx, sender, clock.millis());
    return sender;
  }
}
