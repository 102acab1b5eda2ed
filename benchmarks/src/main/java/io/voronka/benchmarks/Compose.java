package io.voronka.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The containers of a folder's {@code docker-compose.yml}, under a name of their own. They and
 * their volumes are gone when it is closed, and when this process is ended before. Thread-safe.
 */
final class Compose implements AutoCloseable {

  private static final List<List<String>> COMMANDS =
      List.of(List.of("docker", "compose"), List.of("docker-compose"));
  private static final int ABORT_SECONDS = 20;

  private final List<String> compose = new ArrayList<>();
  private final String project;
  private final Path folder;
  private final Map<String, String> env;
  private final Path log;
  private final Thread atExit = new Thread(this::remove);
  private @Nullable Process underWay;
  private boolean isRemoved;

  /**
   * Starts nothing yet.
   *
   * @param project distinct among those that the engine runs: a-z, 0-9, - and _
   * @param folder of the compose file
   * @param env what the compose file may be set
   * @param log takes what the commands print and in the end what the containers did
   * @throws IllegalStateException saying what is missing, if there are no containers here
   */
  Compose(String project, Path folder, Map<String, String> env, Path log)
      throws IOException, InterruptedException {
    this.project = project;
    this.folder = folder;
    this.env = Map.copyOf(env);
    this.log = log;
    compose.addAll(command());
    compose.addAll(List.of("--project-name", project));
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Returns how compose is called here.
   *
   * @throws IllegalStateException saying what is missing, if there are no containers here
   */
  static List<String> command() throws IOException, InterruptedException {
    if (!answers(List.of("docker", "info"))) {
      throw new IllegalStateException(
          "No Docker engine answers here: \"docker info\" must work, without other rights.");
    }
    for (var command : COMMANDS) {
      if (answers(line(command, "version"))) {
        return command;
      }
    }
    throw new IllegalStateException(
        "Neither \"docker compose\" nor \"docker-compose\" is installed here.");
  }

  private static boolean answers(List<String> command) throws InterruptedException {
    try {
      var builder = new ProcessBuilder(command);
      builder.redirectErrorStream(true).redirectOutput(Redirect.DISCARD);
      return builder.start().waitFor() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  /** Runs a command of compose. */
  void compose(String... arguments) throws IOException, InterruptedException {
    run(compose, arguments);
  }

  /** Runs a command of docker; returns what it printed. */
  String docker(String... arguments) throws IOException, InterruptedException {
    return run(List.of("docker"), arguments);
  }

  /** Returns the containers of a service by their numbers, which begin with 1. */
  List<String> containers(String service) throws IOException, InterruptedException {
    var found =
        docker(
            "ps",
            "--all",
            "--no-trunc",
            "--filter",
            "label=com.docker.compose.project=" + project,
            "--filter",
            "label=com.docker.compose.service=" + service,
            "--format",
            "{{.Label \"com.docker.compose.container-number\"}} {{.ID}}");
    return byNumber(found);
  }

  /** Reads lines of a number and an id each; returns the ids in the order of the numbers. */
  static List<String> byNumber(String lines) {
    return lines
        .lines()
        .map(line -> line.split(" ", -1))
        .sorted((one, other) -> Integer.compare(number(one), number(other)))
        .map(parts -> parts[1])
        .toList();
  }

  private static int number(String[] parts) {
    return Integer.parseInt(parts[0]);
  }

  private String run(List<String> command, String... arguments)
      throws IOException, InterruptedException {
    var line = line(command, arguments);
    return outcome(line, begin(line));
  }

  private static List<String> line(List<String> command, String... arguments) {
    var line = new ArrayList<>(command);
    line.addAll(List.of(arguments));
    return line;
  }

  private synchronized Process begin(List<String> line) throws IOException {
    if (isRemoved) {
      throw new IllegalStateException("the containers were removed meanwhile");
    }
    var process = process(line);
    underWay = process;
    return process;
  }

  private Process process(List<String> line) throws IOException {
    var builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().putAll(env);
    return builder.redirectError(Redirect.appendTo(log.toFile())).start();
  }

  private String outcome(List<String> line, Process process)
      throws IOException, InterruptedException {
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Files.writeString(log, printed, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", line) + " failed, see " + log);
    }
    return printed;
  }

  private synchronized void remove() {
    if (isRemoved) {
      return;
    }
    isRemoved = true;
    try {
      endWhatIsUnderWay();
      last("logs", "--no-color", "--timestamps");
    } finally {
      last("down", "--volumes", "--remove-orphans", "--timeout", "1");
    }
  }

  private void endWhatIsUnderWay() {
    if (underWay != null) {
      underWay.destroy();
      underWay.onExit().completeOnTimeout(underWay, ABORT_SECONDS, TimeUnit.SECONDS).join();
    }
  }

  private void last(String... arguments) {
    var line = line(compose, arguments);
    try {
      outcome(line, process(line));
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException("containers of " + project + " may be left", failed);
    }
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      // it has nothing left to do
    }
  }
}
