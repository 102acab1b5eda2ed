package io.voronka.ingest;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.Limits;
import io.voronka.ingest.privacy.Countries;
import io.voronka.ingest.privacy.Refinery;
import io.voronka.kit.Health;
import io.voronka.kit.ProblemType;
import io.voronka.kit.Service;
import io.voronka.kit.ServiceException;
import io.voronka.kit.Telemetry;
import io.voronka.kit.TopicSetup;
import io.voronka.kit.WebServer;
import io.voronka.wire.Topics;
import io.voronka.wire.source.SourceSecrets;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** Takes events over HTTP and keeps them in Kafka. */
public final class IngestService implements Service {

  private static final Duration START_WITHIN = Duration.ofSeconds(60);
  private static final Duration ASK_WITHIN = Duration.ofSeconds(2);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
  private static final int ANSWER_THREADS = 16;

  private final IngestSettings settings;
  private final Telemetry telemetry;
  private final Supplier<Health> alsoNeeded;
  private final InstantSource clock;
  private final InFlight inFlight = new InFlight();
  private @Nullable ExecutorService answers;
  private @Nullable KeyFollower follower;
  private @Nullable UseReporter reporter;
  private @Nullable Countries countries;
  private @Nullable SpoolingSink spooling;
  private volatile @Nullable KafkaClientMetrics producerMeters;
  private volatile @Nullable KafkaEventSink sink;
  private volatile @Nullable WebServer server;

  /**
   * Describes the service; nothing happens before {@link #start()}.
   *
   * @param alsoNeeded what must be ready too before an event sent now would be counted; {@code ()
   *     -> Health.READY} where the other services have their own readiness
   * @param clock says when a call was received
   */
  public IngestService(
      IngestSettings settings,
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
    return "ingest";
  }

  /** Waits up to a minute for Kafka, makes the topics that are missing, then takes requests. */
  @Override
  public void start() {
    var kafka = settings.kafka();
    var topics = new TopicSetup(kafka, clock);
    int partitions = Objects.requireNonNull(topics.ensure(START_WITHIN).get(Topics.EVENTS));
    var newSink =
        new KafkaEventSink(
            () -> watched(EventProducer.connect(kafka, START_WITHIN, clock)),
            partitions,
            () -> topics.ensure(ASK_WITHIN),
            CLOSE_WITHIN);
    sink = newSink;
    var metrics = new IngestMetrics(telemetry.registry());
    var newSpooling =
        settings.spool().map(folder -> spooling(newSink, folder, metrics)).orElse(null);
    spooling = newSpooling;
    var newAnswers = answerThreads();
    answers = newAnswers;
    var drafts = new EventDraft.Factory(kafka.retention(), UUID::randomUUID);
    var newCountries = settings.countries().map(IngestService::open).orElse(null);
    countries = newCountries;
    var refinery = new Refinery(settings.privacy(), newCountries);
    var events = newSpooling == null ? newSink : newSpooling;
    var reception = new Reception(events, refinery, inFlight, metrics, newAnswers);
    var senders = new Senders(UUID.randomUUID().toString(), clock);
    var keys = new WriteKeys(settings.projects(), senders, clock);
    var sources = new HookSources(settings.sources(), secrets(), senders, clock);
    var newFollower = new KeyFollower(kafka, keys, sources);
    follower = newFollower;
    newFollower.start(START_WITHIN);
    var newReporter = new UseReporter(kafka, senders);
    reporter = newReporter;
    newReporter.start();
    var url = settings.publicUrl();
    var hooks = new HookRoutes(sources, drafts, reception, metrics, clock, url);
    var retries = new Retries(sources, kafka.retention(), reception);
    var routes =
        new IngestRoutes(
            keys,
            drafts,
            reception,
            metrics,
            clock,
            url,
            hooks,
            retries,
            new Trials(drafts, refinery, clock),
            new Visitors(settings.proxies()));
    var newServer =
        new WebServer(
                settings.host(),
                settings.port(),
                Limits.HOOK_BYTES,
                this::health,
                telemetry,
                routes::register)
            .withoutWaiting()
            .withIdleSeconds(settings.idleSeconds());
    newServer.start();
    server = newServer;
  }

  private @Nullable SourceSecrets secrets() {
    return settings
        .secretsKey()
        .map(key -> new SourceSecrets(key, new SecureRandom()))
        .orElse(null);
  }

  private SpoolingSink spooling(KafkaEventSink kafka, Path folder, IngestMetrics metrics) {
    var spool = Spool.open(folder, (long) settings.spoolMegabytes() << 20);
    metrics.watch(spool);
    return new SpoolingSink(kafka, spool, CLOSE_WITHIN);
  }

  private static Countries open(Path file) {
    try {
      return Countries.open(file.toFile());
    } catch (IOException unreadable) {
      throw new ServiceException(ProblemType.UNAVAILABLE, file + " can't be read.", unreadable);
    }
  }

  /** One producer at a time has meters: whoever replaces one is known by its name. */
  private Producer<byte[], byte[]> watched(Producer<byte[], byte[]> producer) {
    if (producerMeters != null) {
      producerMeters.close();
    }
    producerMeters = telemetry.watch(producer);
    return producer;
  }

  private static ExecutorService answerThreads() {
    var number = new AtomicInteger();
    var threads =
        new ThreadPoolExecutor(
            ANSWER_THREADS,
            ANSWER_THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // as long as the requests in flight at most
            work -> {
              var thread = new Thread(work, "ingest-answer-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  @Override
  public Health health() {
    var current = sink;
    return server == null || current == null
        ? Health.starting("Waits for Kafka.")
        : current.health().and(alsoNeeded.get());
  }

  /** The port it listens on; the one from the settings before it has started. */
  public int port() {
    var current = server;
    return current == null ? settings.port() : current.port();
  }

  @Override
  public void close() {
    inFlight.drain(CLOSE_WITHIN);
    if (server != null) {
      server.close();
    }
    if (spooling != null) {
      spooling.stopPublishing();
    }
    if (sink != null) {
      sink.close(); // what Kafka doesn't take any more goes to the spool
    }
    if (spooling != null) {
      spooling.close();
    }
    if (answers != null) {
      answers.shutdown();
    }
    if (reporter != null) {
      reporter.close();
    }
    if (follower != null) {
      follower.close();
    }
    if (countries != null) {
      countries.close();
    }
    if (producerMeters != null) {
      producerMeters.close();
    }
  }
}
