package io.voronka.dashboard;

import io.javalin.config.RoutesConfig;
import io.javalin.config.StaticFilesConfig;
import io.javalin.http.staticfiles.Location;
import io.voronka.dashboard.delivery.Deliverer;
import io.voronka.kit.Health;
import io.voronka.kit.Service;
import io.voronka.kit.Telemetry;
import io.voronka.kit.TopicSetup;
import io.voronka.kit.WebServer;
import io.voronka.wire.Topics;
import io.voronka.wire.alert.WebhookSignature;
import io.voronka.wire.source.SourceSecrets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves definitions, reports, live figures and the web page. */
public final class DashboardService implements Service {

  private static final Duration KAFKA_WAIT = Duration.ofSeconds(60);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long MAX_BODY_BYTES = 256 << 10;
  private static final long STALE_MARK_MILLIS = Duration.ofSeconds(15).toMillis();

  /** The page needs nothing from elsewhere and nothing inline. */
  private static final Map<String, String> PAGE_HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-cache");

  private final DashboardSettings settings;
  private final Telemetry telemetry;
  private final Supplier<Health> alsoNeeded;
  private final InstantSource clock;
  private volatile @Nullable Running running;

  /** What there is once Kafka has answered. */
  private record Running(
      RecordWriter writer,
      AccessStore accesses,
      RejectedLog rejectedLog,
      KeyUses keyUses,
      DefinitionStore definitions,
      CountsView counts,
      RejectedCounts rejected,
      LogEnds ends,
      LiveRoutes live,
      AlertSettingsLog alertSettings,
      AlertsView alerts,
      DeliveriesView deliveries,
      Deliverer deliverer,
      int partitions,
      WebServer server) {}

  /**
   * Describes the service; nothing runs before {@link #start()}.
   *
   * @param alsoNeeded the health of what must work for figures to move, as far as this process
   *     knows
   */
  public DashboardService(
      DashboardSettings settings,
      Telemetry telemetry,
      Supplier<Health> alsoNeeded,
      InstantSource clock) {
    this.settings = settings;
    this.telemetry = telemetry;
    this.alsoNeeded = alsoNeeded;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "dashboard";
  }

  @Override
  public void start() {
    var topics = new TopicSetup(settings.kafka(), clock).ensure(KAFKA_WAIT);
    var ends = new LogEnds(settings.kafka());
    int partitions = Objects.requireNonNull(topics.get(Topics.EVENTS));
    var writer = new RecordWriter(settings.kafka());
    var definitions =
        new DefinitionStore(
            settings.kafka(),
            telemetry,
            writer,
            Set.copyOf(settings.projectsByToken().values()),
            settings::calendar);
    var counts = new CountsView(settings.kafka(), telemetry);
    var rejected = new RejectedCounts(settings.kafka(), telemetry);
    var random = new SecureRandom();
    var accesses = new AccessStore(settings.kafka(), writer);
    var keyUses = new KeyUses(settings.kafka());
    var book = accesses.book();
    var door = new PageDoor(settings, random, clock);
    var access = door.access(book);
    var timelines = new TimelineClient(counts, partitions);
    var reports = new Reports(definitions, counts, timelines, partitions, clock);
    var live = new LiveRoutes(access, definitions, reports, telemetry.registry());
    var funnels = new FunnelRoutes(access, definitions, reports);
    var eraser = new PersonEraser(writer, clock);
    var persons = new PersonRoutes(access, reports, counts, timelines, eraser::erase, clock);
    var sessions = new SessionRoutes(access, reports::sessions);
    var explore = new ExploreRoutes(access, reports, counts, timelines, clock);
    var keys = new KeyRoutes(access, book, accesses::write, keyUses::of, random, clock);
    var sources =
        new SourceRoutes(
            access, book, accesses::write, keyUses::of, keyUses::ofId, secrets(random), clock);
    var tokens =
        new TokenRoutes(access, settings.projectsByToken(), book, accesses::write, random, clock);
    var rejectedLog = new RejectedLog(settings.kafka());
    var ingest = new IngestClient(settings.ingestInternalUrl(), accesses::write, random, clock);
    var trials = new WebhookTrialRoutes(access, ingest::trial);
    var rejections =
        new RejectedRoutes(
            access,
            rejectedLog,
            rejected::isRetried,
            ingest::retry,
            (project, id) -> writer.write(RejectedCounts.markOf(project, id)));
    var status =
        new StatusRoutes(access, definitions, counts, ends, rejected, settings.ingestUrl(), clock);
    var alertSettings = new AlertSettingsLog(settings.kafka(), writer);
    var alerts = new AlertsView(settings.kafka());
    var rules = new AlertRules(alertSettings, definitions::all);
    var answers = new AlertAnswers(settings.pageUrl());
    var alertRoutes = new AlertRoutes(access, alerts, alertSettings, answers, clock);
    var ruleRoutes =
        new AlertRuleRoutes(access, rules, alerts, () -> WebhookSignature.newSecret(random));
    var deliveries = new DeliveriesView(settings.kafka(), writer);
    var deliverer =
        new Deliverer(
            settings.kafka(),
            settings.delivery(),
            new AlertWishes(rules, alertSettings),
            answers::notice,
            telemetry.registry(),
            clock,
            UUID.randomUUID().toString());
    var deliveryRoutes =
        new DeliveryRoutes(access, deliveries, rules, () -> "test-" + UUID.randomUUID(), clock);
    var annotations =
        new AnnotationRoutes(access, alertSettings, () -> UUID.randomUUID().toString(), clock);
    var limit =
        new RequestLimit(settings.door().requestsPerSecond(), SECOND, access::countedFor, clock);
    var server =
        new WebServer(
                settings.host(),
                settings.port(),
                MAX_BODY_BYTES,
                this::health,
                telemetry,
                routes -> {
                  limit.register(routes, "/api/v1/*");
                  door.register(routes, access);
                  funnels.register(routes);
                  persons.register(routes);
                  sessions.register(routes);
                  explore.register(routes);
                  live.register(routes);
                  status.register(routes);
                  ruleRoutes.register(routes); // before what takes any word for the id of an alert
                  annotations.register(routes);
                  deliveryRoutes.register(routes);
                  alertRoutes.register(routes);
                  keys.register(routes);
                  sources.register(routes);
                  trials.register(routes);
                  tokens.register(routes);
                  rejections.register(routes);
                  description(routes);
                })
            .withFiles(DashboardService::files)
            .withIdleSeconds(settings.idleSeconds());
    DashboardMetrics.register(telemetry.registry(), counts, clock);
    running =
        new Running(
            writer,
            accesses,
            rejectedLog,
            keyUses,
            definitions,
            counts,
            rejected,
            ends,
            live,
            alertSettings,
            alerts,
            deliveries,
            deliverer,
            partitions,
            server);
    alertSettings.start();
    alerts.start();
    keyUses.start();
    accesses.start();
    deliveries.start();
    counts.start();
    rejected.start();
    definitions.start();
    deliverer.start(); // once rules are known, or alerts would find none
    live.start();
    server.start();
  }

  private @Nullable SourceSecrets secrets(SecureRandom random) {
    return settings.secretsKey().map(key -> new SourceSecrets(key, random)).orElse(null);
  }

  private static void description(RoutesConfig routes) {
    routes.get(
        "/api/v1/openapi.json",
        ctx ->
            ctx.result(
                    java.util.Objects.requireNonNull(
                        DashboardService.class.getResourceAsStream("/openapi.json")))
                .contentType("application/json"));
  }

  private static void files(StaticFilesConfig files) {
    files.add(
        folder -> {
          folder.directory = "/web";
          folder.location = Location.CLASSPATH;
          folder.headers = PAGE_HEADERS;
        });
  }

  @Override
  public Health health() {
    var now = running;
    if (now == null) {
      return Health.starting("Kafka has not answered yet");
    }
    if (!now.definitions.isCaughtUp() || !now.counts.isCaughtUp()) {
      return Health.starting("figures are being read");
    }
    if (!now.alertSettings.isCaughtUp() || !now.alerts.isCaughtUp()) {
      return Health.starting("alerts are being read");
    }
    var marks = now.counts.marks();
    if (!marks.areComplete(now.partitions)) {
      return Health.starting("the stream program has not spoken for every partition yet");
    }
    for (int partition : marks.partitions()) {
      if (clock.millis() - marks.publishedMillis(partition) > STALE_MARK_MILLIS) {
        return Health.starting("the stream program is silent about partition " + partition);
      }
    }
    return Health.READY.and(alsoNeeded.get());
  }

  /** The port it listens on. */
  public int port() {
    var now = running;
    return now == null ? settings.port() : now.server.port();
  }

  @Override
  public void close() {
    var now = running;
    if (now != null) {
      now.live.close();
      now.server.close();
      now.deliverer.close();
      AtOnce.close( // each waits for an answer that a broker may hold back for half a second
          now.deliveries,
          now.definitions,
          now.alertSettings,
          now.alerts,
          now.counts,
          now.rejected,
          now.ends,
          now.keyUses,
          now.accesses,
          now.rejectedLog);
      now.writer.close();
    }
  }
}
