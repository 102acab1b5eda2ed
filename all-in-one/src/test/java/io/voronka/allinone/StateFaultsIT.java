package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.kit.Health;
import io.voronka.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stream program keeps is damaged, old or lost: the figures are right or it says so. */
class StateFaultsIT {

  @TempDir Path folder;

  private EmbeddedBroker broker;
  private Shop shop;

  @BeforeEach
  void people_have_come() {
    broker = new EmbeddedBroker(folder.resolve("broker"));
    broker.start();
    var bootstrap = Map.of("VORONKA_BOOTSTRAP", broker.bootstrap());
    shop = new Shop(folder.resolve("data"), InstantSource.system(), bootstrap);
    shop.start();
    shop.visit(50);
    shop.check();
  }

  @AfterEach
  void close() {
    shop.end();
    broker.close();
  }

  @Test
  void damaged_stores_are_read_anew() throws IOException {
    shop.end();
    damage(file -> file.getFileName().toString().startsWith("MANIFEST"), 1);
    shop.begin();
    shop.visit(10);
    shop.check();

    shop.end();
    damage(file -> file.toString().endsWith(".sst"), 4); // opened without a word, but not read
    shop.begin();
    shop.visit(10);
    shop.check();
  }

  /** Damages the first of so many parts of each file. */
  private void damage(Predicate<Path> wanted, int part) throws IOException {
    try (var files = Files.walk(shop.state())) {
      var some = files.filter(wanted).toList();
      assertThat(some).isNotEmpty();
      for (var file : some) {
        var bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length / part; i++) {
          bytes[i] ^= 0x55;
        }
        Files.write(file, bytes);
      }
    }
  }

  @Test
  void stores_of_an_earlier_day_are_brought_up_to_date() throws IOException {
    var backup = folder.resolve("backup");
    shop.end();
    copy(shop.state(), backup);
    shop.begin();
    shop.visit(50);
    shop.check();

    shop.end();
    Utils.delete(shop.state().toFile());
    copy(backup, shop.state());
    shop.begin();
    shop.visit(10);
    shop.check();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          });
    }
  }

  @Test
  void where_a_changelog_has_lost_its_beginning_nothing_wrong_is_counted() throws Exception {
    shop.end();
    cut("voronka-streams-rooms-changelog");
    Utils.delete(shop.state().toFile());
    shop.begin();
    Await.until(
        Duration.ofMinutes(1),
        () -> "it fails: " + shop.product().health(),
        () -> shop.product().health().state() == Health.State.FAILED);
    assertThat(shop.product().health().reason())
        .contains("state is lost", "voronka-streams-rooms-changelog");

    shop.end();
    assertThat(rebuild()).isZero();
    shop.start();
    shop.visit(10);
    shop.check();
  }

  /** Deletes the first records of each partition, as a wrong setting of the topic would. */
  private void cut(String topic) throws ExecutionException, InterruptedException {
    var config = Map.<String, Object>of("bootstrap.servers", broker.bootstrap());
    try (var admin = Admin.create(config)) {
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      var policy = new ConfigEntry("cleanup.policy", "compact,delete");
      admin
          .incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(policy, OpType.SET))))
          .all()
          .get();
      for (int partition = 0; partition < 2; partition++) {
        var log = new TopicPartition(topic, partition);
        long end =
            admin.listOffsets(Map.of(log, OffsetSpec.latest())).partitionResult(log).get().offset();
        admin.deleteRecords(Map.of(log, RecordsToDelete.beforeOffset(end / 2))).all().get();
      }
    }
  }

  @Test
  void where_changelogs_are_gone_nothing_wrong_is_counted() throws Exception {
    shop.end();
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      var changelogs =
          admin.listTopics().names().get().stream()
              .filter(name -> name.endsWith("-changelog"))
              .toList();
      assertThat(changelogs).contains("voronka-streams-rooms-changelog");
      admin.deleteTopics(changelogs).all().get();
    }
    Utils.delete(shop.state().toFile());
    shop.begin();
    Await.until(
        Duration.ofMinutes(1),
        () -> "it fails: " + shop.product().health(),
        () -> shop.product().health().state() == Health.State.FAILED);

    shop.end();
    assertThat(rebuild()).isZero();
    shop.start();
    shop.check();
  }

  /** Of the process's own last run, and of a process that does not come back. */
  @Test
  void what_killed_threads_left_open_holds_nobody_up() throws IOException {
    shop.end();
    try (var own = leftOpen(processOf(shop.state()), 0);
        var gone = leftOpen(UUID.randomUUID().toString(), 1)) {
      shop.begin();
      shop.visit(10);
      shop.check();
      assertThatThrownBy(own::commitTransaction).isInstanceOf(KafkaException.class);
      assertThatThrownBy(gone::commitTransaction).isInstanceOf(KafkaException.class);
    }
  }

  private static String processOf(Path state) throws IOException {
    var file = Files.readAllBytes(state.resolve("kafka-streams-process-metadata"));
    return Json.read(file).get("processId").asText();
  }

  /** A transaction of a thread that was killed before it had told the sums anything readable. */
  private KafkaProducer<byte[], byte[]> leftOpen(String process, int partition) {
    var config =
        Map.<String, Object>of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker.bootstrap(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "voronka-streams-" + process + "-7",
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            (int) Duration.ofMinutes(15).toMillis());
    var bytes = new ByteArraySerializer();
    var producer = new KafkaProducer<>(config, bytes, bytes);
    producer.initTransactions();
    producer.beginTransaction();
    var unused =
        producer.send(new ProducerRecord<>("voronka-tallies", partition, new byte[] {1}, null));
    producer.flush();
    return producer;
  }

  private int rebuild() {
    var err = new ByteArrayOutputStream();
    var around =
        new Surroundings(
            Map.of(),
            new PrintWriter(new StringWriter()),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            Clock.systemUTC());
    var voronka = new Voronka(around);
    var code = new int[1];
    // Whoever was killed counts as running for some seconds more.
    Await.soon(
        () -> err.toString(StandardCharsets.UTF_8),
        () -> {
          code[0] =
              voronka.run(
                  "rebuild",
                  "--bootstrap",
                  broker.bootstrap(),
                  "--data",
                  folder.resolve("data").toString());
          return code[0] == 0;
        });
    return code[0];
  }
}
