package io.voronka.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A class that runs in a process of its own until it is told to end. */
final class JavaProcess implements AutoCloseable {

  /** The program that runs this one, too. */
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final int STOP_SECONDS = 30;

  private static final Path LARGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  /** How {@code ./voronka} has the garbage collector work. */
  private static final List<String> COLLECTOR =
      List.of(
          "-XX:+UseG1GC",
          "-XX:GCTimeRatio=49",
          "-XX:MaxTenuringThreshold=2",
          "-XX:-G1UseAdaptiveIHOP",
          "-XX:InitiatingHeapOccupancyPercent=60");

  private final Path log;
  private final Process process;

  /**
   * Starts it.
   *
   * @param options of the JVM, the class path among them, then the class and its arguments
   * @param log takes what it prints
   */
  JavaProcess(List<String> options, Map<String, String> env, Path log) throws IOException {
    this.log = log;
    var command = new ArrayList<String>();
    command.add(JAVA);
    command.addAll(options);
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(env);
    process = builder.start();
    // It must not outlive a benchmark that is interrupted.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * Returns the options of a JVM like that of {@code ./voronka}.
   *
   * @param own such as the size of its heap
   */
  static List<String> options(String... own) {
    return Stream.of(List.of(own), COLLECTOR, pages()).flatMap(List::stream).toList();
  }

  private static List<String> pages() {
    try {
      boolean hasNone = Files.readString(LARGE_PAGES).contains("[never]");
      return hasNone ? List.of() : List.of("-XX:+UseTransparentHugePages");
    } catch (IOException isNoLinux) {
      return List.of();
    }
  }

  /**
   * Returns the command that runs a class in a JVM like that of {@code ./voronka}.
   *
   * @param type the class, of this class path, and its arguments
   */
  static List<String> command(String... type) {
    var command = new ArrayList<String>();
    command.add(JAVA);
    command.addAll(options("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(type));
    return command;
  }

  /**
   * Makes sure that it runs.
   *
   * @throws IllegalStateException if it does not
   */
  void requireAlive() throws IOException {
    if (!process.isAlive()) {
      var lines = Files.readAllLines(log);
      throw new IllegalStateException(
          "a process ended: "
              + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size())));
    }
  }

  /** The memory that it takes now, as Linux tells it; 0 elsewhere. */
  long residentBytes() throws IOException {
    return Machine.residentBytes(process);
  }

  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
        .exceptionally(late -> process.destroyForcibly().onExit().join())
        .join();
  }
}
