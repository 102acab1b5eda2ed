package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.testing.FunnelText;
import io.voronka.wire.DefinitionJson;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.URI;
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
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of the running product: meters, logs, traces. */
class ObservabilityE2E {

  private static final Path OPS = Path.of("..", "ops");
  private static final Pattern METER = Pattern.compile("\\b(?:voronka|kafka|jvm)_[a-z_0-9]+");
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static Map<String, String> env(Path folder) {
    return Map.of(
        "VORONKA_WRITE_KEYS", "shop:writekey-shop",
        "VORONKA_API_TOKENS", "shop:apitoken-shop",
        "VORONKA_PARTITIONS", "1",
        "VORONKA_SPOOL", folder.resolve("spool").toString(),
        "VORONKA_LOG_FORMAT", "json");
  }

  @Test
  void meters_logs_and_traces_are_what_the_files_and_pages_say(@TempDir Path folder)
      throws Exception {
    try (var product = RunningProduct.start(folder.resolve("data"), env(folder))) {
      assumeThat(product.canBeKilled()).as("a process of this test").isTrue();
      var api = new ApiClient(product, "writekey-shop", "apitoken-shop");
      api.define("shop", DefinitionJson.write(FunnelText.funnel("view > buy", "PT1H")));
      track(product, "{\"userId\": \"ann\", \"event\": \"view\"}", 200);
      track(product, "{\"event\": \"view\"}", 400);
      api.settle();

      everyMeterOfTheFilesIsThere(product);
      recordsCarryTheTrace(folder.resolve("data/broker.properties"));
      logsAreJson(folder.resolve("data.log"));
    }
  }

  private static void track(RunningProduct product, String call, int status) throws Exception {
    var answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(product.ingestUrl() + "/v1/track"))
                .header("Authorization", "Bearer writekey-shop")
                .header("traceparent", TRACE)
                .POST(BodyPublishers.ofString(call))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  private static void everyMeterOfTheFilesIsThere(RunningProduct product) throws IOException {
    var named = new TreeSet<String>();
    for (var file : List.of("prometheus/voronka-rules.yml", "grafana/voronka.json")) {
      METER
          .matcher(Files.readString(OPS.resolve(file)))
          .results()
          .forEach(found -> named.add(found.group()));
    }
    assertThat(named).hasSizeGreaterThan(20);
    // Those of Kafka's clients are looked for once a minute.
    Await.soon(
        () -> "missing: " + without(meters(product), named),
        () -> meters(product).containsAll(named));
  }

  private static Set<String> without(Set<String> some, Set<String> of) {
    var rest = new TreeSet<>(of);
    rest.removeAll(some);
    return rest;
  }

  private static Set<String> meters(RunningProduct product) {
    var metrics = HttpRequest.newBuilder(URI.create(product.ingestUrl() + "/metrics")).build();
    var meters = new TreeSet<String>();
    HTTP.sendAsync(metrics, BodyHandlers.ofLines())
        .join()
        .body()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> meters.add(line.split("[{ ]", 2)[0]));
    return meters;
  }

  private static void recordsCarryTheTrace(Path brokerPorts) throws IOException {
    var ports = new Properties();
    try (var in = Files.newBufferedReader(brokerPorts)) {
      ports.load(in);
    }
    var config =
        Map.<String, Object>of("bootstrap.servers", "127.0.0.1:" + ports.getProperty("client"));
    var bytes = new ByteArrayDeserializer();
    var traces = new ArrayList<String>();
    try (var consumer = new KafkaConsumer<>(config, bytes, bytes)) {
      var topics =
          List.of(
              new TopicPartition("voronka-events", 0),
              new TopicPartition("voronka-events-rejected", 0));
      consumer.assign(topics);
      consumer.seekToBeginning(topics);
      Await.soon(
          () -> "both records: " + traces,
          () -> {
            for (var record : consumer.poll(Duration.ofMillis(200))) {
              for (var header : record.headers().headers("traceparent")) {
                traces.add(new String(header.value(), StandardCharsets.US_ASCII));
              }
            }
            return traces.size() == 2;
          });
    }
    assertThat(traces).containsOnly(TRACE);
  }

  /** What is not for logs is beside them: what a person asked for. */
  private static void logsAreJson(Path log) throws IOException {
    var records = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(log)) {
      assertThat(line).doesNotContain(" INFO ", " WARN ", " ERROR ");
      if (line.startsWith("{")) {
        records.add(Json.read(line.getBytes(StandardCharsets.UTF_8)));
      }
    }
    assertThat(records)
        .anySatisfy(
            record -> {
              assertThat(record.path("message").asText()).isEqualTo("service started");
              assertThat(record.path("level").asText()).isEqualTo("INFO");
              assertThat(record.path("kvpList").toString()).contains("\"service\":\"ingest\"");
            });
  }

  @Test
  void prometheus_understands_the_rules() throws Exception {
    var rules = OPS.resolve("prometheus").toAbsolutePath().normalize();
    assumeThat(promtool(rules, "--version")).as("promtool").isZero();

    assertThat(promtool(rules, "check", "rules", "voronka-rules.yml")).isZero();
    assertThat(promtool(rules, "test", "rules", "voronka-rules.test.yml")).isZero();
  }

  private static int promtool(Path folder, String... arguments) throws InterruptedException {
    var command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    try {
      var process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
      return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException notThere) {
      return -1;
    }
  }
}
