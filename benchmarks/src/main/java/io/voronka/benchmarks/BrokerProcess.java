package io.voronka.benchmarks;

import io.voronka.allinone.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A broker in a process of its own, which can be killed and started again; gone afterwards. */
final class BrokerProcess implements AutoCloseable {

  private static final int STOP_SECONDS = 30;

  private final Path folder;
  private Process process;
  private final String bootstrap;

  private BrokerProcess(Path folder) throws IOException {
    this.folder = folder;
    this.process = launch();
    this.bootstrap = awaitReady();
  }

  static BrokerProcess start() throws IOException {
    return new BrokerProcess(Files.createTempDirectory("voronka-benchmark"));
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(
            JavaProcess.JAVA,
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Inside.class.getName(),
            folder.resolve("data").toString())
        .redirectError(Redirect.to(folder.resolve("log").toFile()))
        .start();
  }

  private String awaitReady() throws IOException {
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("ready ")) {
        return line.substring("ready ".length());
      }
    }
    throw new IllegalStateException("the broker did not start, see " + folder);
  }

  String bootstrap() {
    return bootstrap;
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again on the same folder and ports. */
  void startAgain() throws IOException {
    process = launch();
    var now = awaitReady();
    if (!now.equals(bootstrap)) {
      throw new IllegalStateException("the broker's port was taken meanwhile");
    }
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
      System.out.println("ready " + broker.bootstrap());
      System.in.transferTo(OutputStream.nullOutputStream());
      broker.close();
    }
  }
}
