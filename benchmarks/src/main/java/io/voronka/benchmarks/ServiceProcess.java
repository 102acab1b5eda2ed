package io.voronka.benchmarks;

import io.voronka.allinone.Voronka;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One service as a process of its own, which can be killed and started again on its folder. */
final class ServiceProcess {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int STOP_SECONDS = 60;

  private final int port;
  private final Path log;
  private final ProcessBuilder builder;
  private volatile Process process;

  /** Starts one that lives for minutes: the second compiler would cost more than it gains. */
  ServiceProcess(String service, String name, Path folder, int port, Map<String, String> env)
      throws IOException {
    this(service, name, folder, port, env, List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
  }

  /**
   * Starts it.
   *
   * @param service which one, as the command line calls it
   * @param name of its folder and its log
   * @param port where it answers
   * @param env its settings
   * @param options of its JVM
   */
  ServiceProcess(
      String service,
      String name,
      Path folder,
      int port,
      Map<String, String> env,
      List<String> options)
      throws IOException {
    this.port = port;
    this.log = folder.resolve(name + ".log");
    var command = new ArrayList<String>();
    command.add(JavaProcess.JAVA);
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Voronka.class.getName(), service));
    if (service.equals("streams")) {
      command.addAll(List.of("--data", folder.resolve(name).toString()));
    }
    builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(env);
    process = builder.start();
    // It must not outlive a benchmark that is interrupted.
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Waits until it is ready. */
  void awaitReady(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("not ready within " + atMost + ", see " + log);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      var ready = HttpRequest.newBuilder(URI.create(url() + "/health/ready")).build();
      return HTTP.send(ready, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** {@code kill -9}, and a new process on the same folder at once. */
  void killAndStart() throws IOException {
    kill();
    process = builder.start();
  }

  /** Starts it on its folder again after it has ended. */
  void startAgain() throws IOException {
    process = builder.start();
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Lets it end in order, as an operator would. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException("did not end within " + STOP_SECONDS + " s, see " + log);
    }
  }
}
