package io.voronka.benchmarks;

import io.voronka.allinone.EmbeddedBroker;
import io.voronka.ingest.IngestService;
import io.voronka.ingest.IngestSettings;
import io.voronka.kit.Health;
import io.voronka.kit.SettingsReader;
import io.voronka.kit.Telemetry;
import io.voronka.kit.WebServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A broker, the ingest service and a handler that does nothing in a process of their own, without
 * anything that reads the events; gone with its data afterwards.
 */
final class DoorProcess implements AutoCloseable {

  static final String KEY = "benchmark-write-key";

  private static final int STOP_SECONDS = 30;

  private final Process process;
  private final Path folder;
  private final int ingestPort;
  private final int idlePort;
  private final String bootstrap;

  private DoorProcess(Process process, Path folder, String[] said) {
    this.process = process;
    this.folder = folder;
    this.ingestPort = Integer.parseInt(said[1]);
    this.idlePort = Integer.parseInt(said[2]);
    this.bootstrap = said[3];
  }

  static DoorProcess start() throws IOException {
    var folder = Files.createTempDirectory("voronka-benchmark");
    var process =
        new ProcessBuilder(
                JavaProcess.command(Inside.class.getName(), folder.resolve("data").toString()))
            .redirectError(Redirect.to(folder.resolve("log").toFile()))
            .start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("ready ")) {
        return new DoorProcess(process, folder, line.split(" ", 4));
      }
    }
    throw new IllegalStateException("the door did not open, see " + folder);
  }

  int ingestPort() {
    return ingestPort;
  }

  /** Where nothing is done with a request. */
  int idlePort() {
    return idlePort;
  }

  String bootstrap() {
    return bootstrap;
  }

  /** Bytes of memory that the process holds, as the system sees it. */
  long residentBytes() throws IOException {
    return Machine.residentBytes(process);
  }

  /** Processor time that the process took so far; none where the system does not tell. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close(); // it ends with its input
    process
        .onExit()
        .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
        .exceptionally(late -> process.destroyForcibly().onExit().join())
        .join();
    Folders.delete(folder);
  }

  /** What runs in the other process. */
  static final class Inside {

    private Inside() {}

    public static void main(String[] args) throws IOException {
      var broker = new EmbeddedBroker(Path.of(args[0]));
      broker.start();
      var settings =
          IngestSettings.read(
              new SettingsReader(
                  Map.of(
                      "VORONKA_INGEST_PORT",
                      "0",
                      "VORONKA_WRITE_KEYS",
                      "bench:" + KEY,
                      "VORONKA_BOOTSTRAP",
                      broker.bootstrap())));
      var ingest =
          new IngestService(settings, new Telemetry(), () -> Health.READY, Clock.systemUTC());
      ingest.start();
      var idle =
          new WebServer(
                  "127.0.0.1",
                  0,
                  1 << 20,
                  () -> Health.READY,
                  new Telemetry(),
                  routes -> routes.post("/v1/track", ctx -> ctx.result("{}")))
              .withoutWaiting();
      idle.start();
      System.out.println("ready " + ingest.port() + " " + idle.port() + " " + broker.bootstrap());
      System.in.transferTo(OutputStream.nullOutputStream());
      idle.close();
      ingest.close();
      broker.close();
    }
  }
}
