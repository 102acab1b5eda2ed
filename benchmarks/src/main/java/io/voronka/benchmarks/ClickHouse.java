package io.voronka.benchmarks;

import io.voronka.testing.FreePorts;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A ClickHouse server of this machine as a process of its own, with a log as a table that is sorted
 * by person and time, which suits funnels best. Asked over HTTP, as the product is.
 */
final class ClickHouse implements AutoCloseable {

  private static final int READY_SECONDS = 60;
  private static final String CONFIG =
      """
      <yandex>
        <logger><level>warning</level><log>%1$s/log</log><errorlog>%1$s/errors</errorlog></logger>
        <http_port>%2$d</http_port>
        <listen_host>127.0.0.1</listen_host>
        <path>%1$s/data/</path>
        <tmp_path>%1$s/tmp/</tmp_path>
        <user_files_path>%1$s/files/</user_files_path>
        <mark_cache_size>536870912</mark_cache_size>
        <users_config>%1$s/config.xml</users_config>
        <default_profile>default</default_profile>
        <default_database>default</default_database>
        <profiles><default/></profiles>
        <quotas><default/></quotas>
        <users><default>
          <password></password><networks><ip>127.0.0.1</ip></networks>
          <profile>default</profile><quota>default</quota>
        </default></users>
      </yandex>
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private ClickHouse(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Returns how its server is started here; empty if it is not installed. */
  static Optional<List<String>> command() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(Path::of)
        .flatMap(
            folder ->
                Stream.of(
                    List.of(folder.resolve("clickhouse-server").toString()),
                    List.of(folder.resolve("clickhouse").toString(), "server")))
        .filter(command -> Files.isExecutable(Path.of(command.get(0))))
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param folder for its data; to be deleted by the caller
   */
  static ClickHouse start(List<String> command, Path folder)
      throws IOException, InterruptedException {
    int port = FreePorts.any();
    var config = folder.resolve("config.xml");
    Files.writeString(config, CONFIG.formatted(folder, port));
    var line = new ArrayList<>(command);
    line.add("--config-file=" + config);
    var process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.resolve("output").toFile()))
            .start();
    var server = new ClickHouse(process, port);
    server.awaitReady(folder);
    return server;
  }

  private void awaitReady(Path folder) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (true) {
      try {
        ask("SELECT 1", "");
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "ClickHouse did not start: " + Files.readString(folder.resolve("output")), notYet);
        }
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  String version() throws IOException, InterruptedException {
    return ask("SELECT version()", "").strip();
  }

  /** Makes the table, in one part, as it is best read. */
  void load(List<ShopLog.Entry> log) throws IOException, InterruptedException {
    ask("DROP TABLE IF EXISTS events", "");
    ask(
        """
        CREATE TABLE events (person String, happened DateTime, name LowCardinality(String))
        ENGINE = MergeTree PARTITION BY tuple() ORDER BY (person, happened)
        """,
        "");
    var rows = new StringBuilder();
    for (var entry : log) {
      rows.append(entry.person()).append('\t');
      rows.append(entry.millis() / 1000).append('\t').append(entry.name()).append('\n');
    }
    ask("INSERT INTO events FORMAT TabSeparated", rows.toString());
    ask("OPTIMIZE TABLE events FINAL", "");
  }

  /** Returns how many people reached each stage of an ordered funnel, by {@code windowFunnel}. */
  List<Long> reached(List<String> stages, Duration window)
      throws IOException, InterruptedException {
    var conditions = new StringBuilder();
    stages.forEach(stage -> conditions.append(", name = '").append(stage).append("'"));
    var sums = new ArrayList<String>();
    for (int stage = 1; stage <= stages.size(); stage++) {
      sums.add("countIf(depth >= " + stage + ")");
    }
    var answer =
        ask(
            "SELECT %s FROM (SELECT person, windowFunnel(%d)(happened%s) AS depth FROM events GROUP BY person)"
                .formatted(String.join(", ", sums), window.toSeconds(), conditions),
            "");
    return Stream.of(answer.strip().split("\t", -1)).map(Long::valueOf).toList();
  }

  private String ask(String query, String body) throws IOException, InterruptedException {
    var address =
        "http://127.0.0.1:%d/?allow_experimental_low_cardinality_type=1&query=%s"
            .formatted(port, URLEncoder.encode(query, StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(URI.create(address)).POST(BodyPublishers.ofString(body)).build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
