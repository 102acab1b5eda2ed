package io.voronka.kit;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.config.StaticFilesConfig;
import io.javalin.http.Context;
import io.voronka.wire.Json;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server with what every service answers: {@code /health/live}, {@code /health/ready},
 * {@code /metrics}, and failures as problem+json.
 */
public final class WebServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final int MOST_THREADS = 64;
  private static final int THREADS_OF_A_PROCESSOR = 4; // where none waits
  private static final int FEWEST_THREADS = 4;
  private static final int STOP_TIMEOUT_MILLIS = 5000;

  /** Made, but not yet looked at; more are cut off, and at the usual 50 a burst of them is. */
  private static final int WAITING_CONNECTIONS = 1024;

  /** Taken from a connection at once; a connection has room for it only while it sends. */
  private static final int READ_BYTES = 64 * 1024;

  /**
   * Of a request's line and headers. A page's request brings the cookies of the whole site, and
   * some libraries send an event of 32 KB in the line: at the usual 8 KB nobody hears of those.
   */
  private static final int HEADER_BYTES = 64 * 1024;

  /** Later than nginx and others close theirs, after 60 s. */
  private static final int IDLE_SECONDS = 75;

  /** A connection that is open but idle keeps the end waiting for so long. */
  private static final int STOP_IDLE_MILLIS = 200;

  private final String host;
  private final int port;
  private final Supplier<Health> readiness;
  private final Telemetry telemetry;
  private final Consumer<RoutesConfig> routes;
  private final long maxRequestBytes;
  private Consumer<StaticFilesConfig> files = none -> {};
  private boolean isWithoutWaiting;
  private int idleSeconds = IDLE_SECONDS;
  private @Nullable Javalin server;

  /**
   * Describes a server; nothing listens before {@link #start()}.
   *
   * @param port 0 takes a free one, see {@link #port()}
   * @param readiness what {@code /health/ready} says
   * @param maxRequestBytes longer bodies are refused before they are read
   * @param routes the service's own
   */
  public WebServer(
      String host,
      int port,
      long maxRequestBytes,
      Supplier<Health> readiness,
      Telemetry telemetry,
      Consumer<RoutesConfig> routes) {
    this.host = host;
    this.port = port;
    this.maxRequestBytes = maxRequestBytes;
    this.readiness = readiness;
    this.telemetry = telemetry;
    this.routes = routes;
  }

  /** Serves files too; to be called before {@link #start()}. Returns this. */
  public WebServer withFiles(Consumer<StaticFilesConfig> files) {
    this.files = files;
    return this;
  }

  /**
   * Says that no handler waits for anything: bodies are read before a request gets a thread, see
   * {@link EarlyBodies}, and threads are so few that they don't keep each other from working. To be
   * called before {@link #start()}. Returns this.
   */
  public WebServer withoutWaiting() {
    isWithoutWaiting = true;
    return this;
  }

  /**
   * Reads {@code VORONKA_IDLE_SECONDS}, after which connections that nothing goes over are closed:
   * 10 to 3600, default {@value #IDLE_SECONDS}. Something is sent to live pages every 5 s. Faults
   * stay with the reader.
   */
  public static int idleSeconds(SettingsReader reader) {
    return reader.number("VORONKA_IDLE_SECONDS", IDLE_SECONDS, 10, 3600);
  }

  /**
   * Closes idle connections after that. A proxy has to be the one that closes first: else it may
   * send a request into a connection that is just being closed, and it is lost. To be called before
   * {@link #start()}. Returns this.
   */
  public WebServer withIdleSeconds(int seconds) {
    idleSeconds = seconds;
    return this;
  }

  /**
   * Listens.
   *
   * @throws ServiceException if the address can't be had
   */
  public void start() {
    try {
      server = Javalin.create(this::configure).start();
    } catch (RuntimeException failed) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "Can't listen on " + host + ":" + port + ".", failed);
    }
    LOG.atInfo().addKeyValue(LogKeys.ADDRESS, host + ":" + port()).log("listening");
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.maxRequestSize = maxRequestBytes;
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.GZIP;
    config.jetty.threadPool = new QueuedThreadPool(mostThreads(), FEWEST_THREADS);
    config.jetty.modifyServer(
        jetty -> {
          jetty.setStopTimeout(STOP_TIMEOUT_MILLIS);
          jetty.setStopAtShutdown(false);
          if (isWithoutWaiting) {
            jetty.setHandler(new EarlyBodies((int) maxRequestBytes));
          }
        });
    config.jetty.addConnector(this::connector);
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setRequestHeaderSize(HEADER_BYTES);
          // else a key is taken for the one before it on the connection if only its case differs
          http.setHeaderCacheCaseSensitive(true);
        });
    Problems.register(config.routes);
    config.routes.get("/health/live", ctx -> json(ctx, Map.of("state", "LIVE")));
    config.routes.get("/health/ready", this::ready);
    config.routes.get("/metrics", ctx -> ctx.result(telemetry.scrape()));
    routes.accept(config.routes);
    files.accept(config.staticFiles);
  }

  private int mostThreads() {
    return isWithoutWaiting
        ? Math.max(8, THREADS_OF_A_PROCESSOR * Runtime.getRuntime().availableProcessors())
        : MOST_THREADS;
  }

  private ServerConnector connector(Server jetty, HttpConfiguration http) {
    var connections = new HttpConnectionFactory(http);
    connections.setInputBufferSize(READ_BYTES);
    var connector = new ServerConnector(jetty, connections);
    connector.setHost(host);
    connector.setPort(port);
    connector.setAcceptQueueSize(WAITING_CONNECTIONS);
    connector.setIdleTimeout(TimeUnit.SECONDS.toMillis(idleSeconds));
    connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS);
    return connector;
  }

  private void ready(Context ctx) {
    var health = readiness.get();
    ctx.status(health.isReady() ? 200 : 503);
    json(ctx, Map.of("state", health.state().name(), "reason", health.reason()));
  }

  /**
   * Answers with a value as JSON. To a GET it comes with an entity tag: whoever names the same one
   * in {@code If-None-Match} is told that nothing has changed instead.
   */
  public static void json(Context ctx, Object value) {
    var body = Json.bytes(value);
    if (EntityTags.isKnown(ctx, body)) {
      ctx.status(304);
    } else {
      ctx.result(body).contentType("application/json");
    }
  }

  /** The port it listens on. */
  public int port() {
    return server == null ? port : server.port();
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
  }
}
