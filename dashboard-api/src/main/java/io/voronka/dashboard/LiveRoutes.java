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
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes reports as server-sent events: the current one at once, then each change, at most every
 * {@link #TICK}, and more seldom where that costs much ({@link LivePace}). A reader that is slower
 * than that gets the newest report when it is ready for it. One that comes back with {@code
 * Last-Event-ID} gets what has changed since.
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
    final BooleanSupplier isAllowed; // still
    final String project;
    final @Nullable String funnel; // null: all of the project
    final @Nullable String lastId; // of the last event that it had before
    boolean isResumed;
    final Map<FunnelVersion, Long> sent = new HashMap<>();
    final AtomicBoolean busy = new AtomicBoolean();
    final CompletableFuture<Void> closed = new CompletableFuture<>();

    Reader(
        SseClient client,
        BooleanSupplier isAllowed,
        String project,
        @Nullable String funnel,
        @Nullable String lastId) {
      this.client = client;
      this.isAllowed = isAllowed;
      this.project = project;
      this.funnel = funnel;
      this.lastId = lastId;
    }
  }

  /** A change that a reader has not been told of. */
  private record Due(Funnel funnel, long number) {}

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
  private final LivePace pace = new LivePace();
  private final ChangeSequence changes = new ChangeSequence(UUID.randomUUID().toString());

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
    var reader =
        new Reader(
            new SseClient(ctx), access.rightOf(ctx), project, funnel, ctx.header("Last-Event-ID"));
    // The answer stays open until this completes; no thread waits for it.
    ctx.future(() -> reader.closed);
    readers.add(reader);
  }

  private void tick() {
    try {
      boolean heartbeat = ticks.incrementAndGet() % HEARTBEAT_TICKS == 0;
      if (heartbeat) {
        readers.stream().filter(reader -> !reader.isAllowed.getAsBoolean()).forEach(this::close);
      }
      if (!heartbeat && !pace.isDue(System.nanoTime())) {
        return;
      }
      var numbers = new HashMap<String, Map<Funnel, Long>>();
      for (var reader : readers) {
        serve(reader, numbers.computeIfAbsent(reader.project, this::numbers), heartbeat);
      }
    } catch (RuntimeException bug) {
      LOG.atError().setCause(bug).log("a live tick failed"); // the next one must still come
    }
  }

  private Map<Funnel, Long> numbers(String project) {
    var numbers = new LinkedHashMap<Funnel, Long>();
    for (var funnel : definitions.all(project)) {
      numbers.put(funnel, changes.numberOf(funnel.key(), stamp(funnel)));
    }
    return numbers;
  }

  private void serve(Reader reader, Map<Funnel, Long> numbers, boolean heartbeat) {
    if (reader.busy.compareAndSet(false, true)) {
      resume(reader, numbers);
      var due =
          numbers.entrySet().stream()
              .map(entry -> new Due(entry.getKey(), entry.getValue()))
              .filter(change -> isDue(reader, change))
              .sorted(Comparator.comparingLong(Due::number))
              .toList();
      if (due.isEmpty() && !heartbeat) {
        reader.busy.set(false);
        return;
      }
      senders.execute(() -> pace.account(() -> send(reader, due)));
    }
  }

  /** What it had been told of before is not told again. */
  private void resume(Reader reader, Map<Funnel, Long> numbers) {
    if (!reader.isResumed) {
      long had = changes.numberIn(reader.lastId);
      numbers.forEach(
          (funnel, number) -> {
            if (number <= had) {
              reader.sent.put(funnel.key(), number);
            }
          });
      reader.isResumed = true;
    }
  }

  private static boolean isDue(Reader reader, Due change) {
    var funnel = change.funnel.key();
    return (reader.funnel == null || reader.funnel.equals(funnel.funnel()))
        && !Objects.equals(reader.sent.get(funnel), change.number);
  }

  /** Another number after each change and each minute. */
  private long stamp(Funnel funnel) {
    return reports.changesOf(funnel) * 1_000_003L + ticks.get() / REFRESH_TICKS;
  }

  private void send(Reader reader, List<Due> due) {
    try {
      if (due.isEmpty()) {
        reader.client.sendComment("still here");
      }
      for (var change : due) {
        reader.client.sendEvent("report", render(change.funnel), changes.id(change.number));
        reader.sent.put(change.funnel.key(), change.number);
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
    var isNew = new AtomicBoolean();
    var report =
        rendered.compute(
            funnel.key(),
            (key, known) -> {
              if (known != null && known.changes == changes && known.refresh == refresh) {
                return known;
              }
              isNew.set(true);
              var json = Json.bytes(reports.liveReport(funnel));
              return new Rendered(changes, refresh, new String(json, StandardCharsets.UTF_8));
            });
    if (isNew.get()) {
      rendered.keySet().removeIf(key -> isOlder(key, funnel.key()));
    }
    return report.text;
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
