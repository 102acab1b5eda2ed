package io.voronka.dashboard;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes reports as server-sent events: the current one at once, then each change, at most every
 * {@link #TICK}. A reader that is slower than that gets the newest report when it is ready for it.
 */
final class LiveRoutes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);
  private static final Duration TICK = Duration.ofMillis(50);
  private static final long HEARTBEAT_TICKS = 100;
  private static final long REFRESH_TICKS =
      1200; // people drop out as time passes, without an event

  /** Open live pages; each holds a connection. */
  static final int MAX_READERS = 1000;

  /** One open page. */
  private static final class Reader {
    final SseClient client;
    final String project;
    final @Nullable String funnel; // null: all of the project
    final Map<FunnelVersion, Long> sent = new HashMap<>();
    final AtomicBoolean busy = new AtomicBoolean();
    final CompletableFuture<Void> closed = new CompletableFuture<>();

    Reader(SseClient client, String project, @Nullable String funnel) {
      this.client = client;
      this.project = project;
      this.funnel = funnel;
    }
  }

  /** A report as text, made once for all its readers. */
  private record Rendered(int changes, long refresh, String text) {}

  private final Access access;
  private final DefinitionStore definitions;
  private final Reports reports;
  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
  private final Map<FunnelVersion, Rendered> rendered = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService senders = Executors.newCachedThreadPool();
  private final AtomicLong ticks = new AtomicLong();

  LiveRoutes(Access access, DefinitionStore definitions, Reports reports, MeterRegistry registry) {
    this.access = access;
    this.definitions = definitions;
    this.reports = reports;
    Gauge.builder("voronka.dashboard.live.readers", readers, Set::size)
        .description("open live connections")
        .register(registry);
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/live", ctx -> open(ctx, null));
    routes.get("/api/v1/funnels/{id}/live", ctx -> open(ctx, ctx.pathParam("id")));
  }

  void start() {
    var unused = clock.scheduleAtFixedRate(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void open(Context ctx, @Nullable String funnel) throws IOException {
    var project = access.project(ctx);
    if (funnel != null) {
      definitions.get(project, funnel);
    }
    if (readers.size() >= MAX_READERS) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "There are " + MAX_READERS + " live readers already.");
    }
    ctx.res().setContentType("text/event-stream");
    ctx.res().setCharacterEncoding("UTF-8");
    ctx.res().setHeader("Cache-Control", "no-cache");
    ctx.res().setHeader("X-Accel-Buffering", "no"); // or a proxy would hold events back
    ctx.res().flushBuffer();
    var reader = new Reader(new SseClient(ctx), project, funnel);
    // The answer stays open until this completes; no thread waits for it.
    ctx.future(() -> reader.closed);
    readers.add(reader);
  }

  private void tick() {
    try {
      boolean heartbeat = ticks.incrementAndGet() % HEARTBEAT_TICKS == 0;
      var stamps = new HashMap<String, Map<Funnel, Long>>();
      for (var reader : readers) {
        serve(reader, stamps.computeIfAbsent(reader.project, this::stamps), heartbeat);
      }
    } catch (RuntimeException bug) {
      LOG.atError().setCause(bug).log("a live tick failed"); // the next one must still come
    }
  }

  private Map<Funnel, Long> stamps(String project) {
    var stamps = new LinkedHashMap<Funnel, Long>();
    definitions.all(project).forEach(funnel -> stamps.put(funnel, stamp(funnel)));
    return stamps;
  }

  private void serve(Reader reader, Map<Funnel, Long> stamps, boolean heartbeat) {
    if (reader.busy.compareAndSet(false, true)) {
      var due = stamps.keySet().stream().filter(funnel -> isDue(reader, funnel, stamps)).toList();
      if (due.isEmpty() && !heartbeat) {
        reader.busy.set(false);
        return;
      }
      senders.execute(() -> send(reader, due));
    }
  }

  private static boolean isDue(Reader reader, Funnel funnel, Map<Funnel, Long> stamps) {
    return (reader.funnel == null || reader.funnel.equals(funnel.key().funnel()))
        && !Objects.equals(reader.sent.get(funnel.key()), stamps.get(funnel));
  }

  /** Another number after each change and each minute. */
  private long stamp(Funnel funnel) {
    return reports.changesOf(funnel) * 1_000_003L + ticks.get() / REFRESH_TICKS;
  }

  private void send(Reader reader, List<Funnel> due) {
    try {
      if (due.isEmpty()) {
        reader.client.sendComment("still here");
      }
      for (var funnel : due) {
        long stamp = stamp(funnel);
        reader.client.sendEvent("report", render(funnel), Long.toString(stamp));
        reader.sent.put(funnel.key(), stamp);
      }
      if (reader.client.terminated()) {
        close(reader);
      }
    } catch (RuntimeException failed) {
      close(reader);
      LOG.atError().setCause(failed).log("a live report failed");
    } finally {
      reader.busy.set(false);
    }
  }

  private void close(Reader reader) {
    readers.remove(reader);
    reader.closed.complete(null);
  }

  private String render(Funnel funnel) {
    int changes = reports.changesOf(funnel);
    long refresh = ticks.get() / REFRESH_TICKS;
    var known = rendered.get(funnel.key());
    if (known != null && known.changes == changes && known.refresh == refresh) {
      return known.text;
    }
    var text = new String(Json.bytes(reports.liveReport(funnel)), StandardCharsets.UTF_8);
    rendered.put(funnel.key(), new Rendered(changes, refresh, text));
    rendered.keySet().removeIf(key -> isOlder(key, funnel.key()));
    return text;
  }

  private static boolean isOlder(FunnelVersion key, FunnelVersion than) {
    return key.project().equals(than.project())
        && key.funnel().equals(than.funnel())
        && key.version() < than.version();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    readers.forEach(this::close);
    senders.shutdownNow();
  }
}
