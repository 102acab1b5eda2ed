package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The whole product as a process of its own, reached over HTTP alone. Where the system properties
 * {@code voronka.ingest} and {@code voronka.dashboard} name one that runs already (in containers,
 * say), it is that one.
 */
final class RunningProduct implements AutoCloseable {

  /**
   * Ready means that figures are close behind, which takes long while senders send all they can.
   */
  private static final Duration READY = Duration.ofMinutes(4);

  private static final Duration LOADED = Duration.ofMinutes(15);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<String> command = new ArrayList<>();
  private final Map<String, String> env;
  private final Path log;
  private final String ingestUrl;
  private final String dashboardUrl;
  private @Nullable Process process;

  private RunningProduct(Path data, Map<String, String> env, String... words) {
    this.env = env;
    this.log = data.resolveSibling(data.getFileName() + ".log");
    var runningIngest = System.getProperty("voronka.ingest");
    if (runningIngest != null) {
      ingestUrl = runningIngest;
      dashboardUrl = System.getProperty("voronka.dashboard");
      return;
    }
    int ingestPort = FreePorts.any();
    int dashboardPort = FreePorts.any();
    ingestUrl = "http://127.0.0.1:" + ingestPort;
    dashboardUrl = "http://127.0.0.1:" + dashboardPort;
    var line = new ArrayList<>(List.of(words));
    line.addAll(
        List.of(
            "--data",
            data.toString(),
            "--ingest-port",
            Integer.toString(ingestPort),
            "--dashboard-port",
            Integer.toString(dashboardPort)));
    command.addAll(Program.command(1024, line));
  }

  /**
   * Starts the product and waits until it is ready.
   *
   * @param data its data folder; the log is written beside it
   * @param env settings
   */
  static RunningProduct start(Path data, Map<String, String> env) {
    var product = new RunningProduct(data, env, "up");
    product.start();
    return product;
  }

  /**
   * Starts the demonstration and waits until its samples are loaded.
   *
   * @param options of {@code demo}
   */
  static RunningProduct demo(Path data, Map<String, String> env, String... options) {
    var words = new ArrayList<>(List.of("demo", "--no-open"));
    words.addAll(List.of(options));
    var product = new RunningProduct(data, env, words.toArray(String[]::new));
    product.start();
    Await.until(
        LOADED,
        product::describe,
        () -> {
          assertThat(product.process == null || product.process.isAlive()).isTrue();
          return product.describe().contains("The samples are loaded.");
        });
    return product;
  }

  void start() {
    if (!command.isEmpty()) {
      var builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(env);
      builder.environment().putIfAbsent("VORONKA_STREAMS_PORT", "0");
      try {
        process = builder.start();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
    try {
      Await.until(READY, this::describe, () -> isReady(ingestUrl) && isReady(dashboardUrl));
    } catch (AssertionError failed) {
      kill(); // nobody else can
      throw failed;
    }
  }

  private boolean isReady(String url) {
    assertThat(process == null || process.isAlive()).as(this::describe).isTrue();
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(URI.create(url + "/health/ready")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private String describe() {
    try {
      return "the product, whose log says:\n"
          + (Files.exists(log) ? Files.readString(log) : "nothing");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  String ingestUrl() {
    return ingestUrl;
  }

  String dashboardUrl() {
    return dashboardUrl;
  }

  boolean canBeKilled() {
    return process != null;
  }

  /** {@code kill -9}. */
  void kill() {
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  /** SIGTERM; returns the exit code. */
  int stop() throws InterruptedException {
    if (process == null) {
      return 0;
    }
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(this::describe).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
