package io.voronka.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.kit.KafkaSettings.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {

  @TempDir Path folder;

  private static KafkaSettings read(Map<String, String> env) {
    var reader = new SettingsReader(env);
    var settings = KafkaSettings.read(reader);
    reader.orThrow();
    return settings;
  }

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("kafka.properties"), content).toString();
  }

  @Test
  void variables_win_over_the_file_and_both_over_defaults() throws IOException {
    var settings =
        read(
            Map.of(
                "VORONKA_BOOTSTRAP", "broker:9093",
                "VORONKA_KAFKA_PROPERTIES",
                    file("security.protocol=SSL\nlinger.ms=7\nssl.key.password=a = b\n"),
                "VORONKA_KAFKA_LINGER_MS", "9"));

    assertThat(settings.client(Client.PRODUCER, Map.of("linger.ms", 5, "batch.size", 64)))
        .containsEntry("bootstrap.servers", "broker:9093")
        .containsEntry("security.protocol", "SSL")
        .containsEntry("ssl.key.password", "a = b")
        .containsEntry("linger.ms", "9")
        .containsEntry("batch.size", 64);
  }

  @Test
  void what_is_for_one_kind_of_client_reaches_no_other() {
    var settings =
        read(
            Map.of(
                "VORONKA_KAFKA_CLIENT_RACK", "a",
                "VORONKA_KAFKA_CONSUMER_CLIENT_RACK", "b"));

    assertThat(settings.client(Client.CONSUMER)).containsEntry("client.rack", "b");
    assertThat(settings.client(Client.ADMIN))
        .containsEntry("client.rack", "a")
        .doesNotContainKey("consumer.client.rack");
  }

  @Test
  void all_clients_use_one_cluster() throws IOException {
    var reader =
        new SettingsReader(
            Map.of(
                "VORONKA_KAFKA_PROPERTIES",
                file("bootstrap.servers=one:9092"),
                "VORONKA_KAFKA_CONSUMER_BOOTSTRAP_SERVERS",
                "two:9092"));
    KafkaSettings.read(reader);

    assertThatThrownBy(reader::orThrow)
        .hasMessageContaining("VORONKA_KAFKA_PROPERTIES must not set bootstrap.servers")
        .hasMessageContaining(
            "VORONKA_KAFKA_CONSUMER_BOOTSTRAP_SERVERS must not set consumer.bootstrap.servers:"
                + " VORONKA_BOOTSTRAP is for all clients");
  }

  @Test
  void its_text_shows_no_properties() {
    assertThat(read(Map.of("VORONKA_KAFKA_SASL_JAAS_CONFIG", "secret")))
        .asString()
        .doesNotContain("secret");
  }

  @Test
  void copies_that_must_have_a_record_are_said_of_every_topic() {
    var settings = read(Map.of("VORONKA_REPLICATION", "3", "VORONKA_MIN_INSYNC", "2"));

    assertThat(settings.topics())
        .isNotEmpty()
        .allMatch(topic -> "2".equals(topic.configs().get("min.insync.replicas")));
    assertThat(read(Map.of()).topics())
        .noneMatch(topic -> topic.configs().containsKey("min.insync.replicas"));
  }

  @Test
  void all_faults_are_reported_together_and_none_shows_a_property() throws IOException {
    var env =
        Map.of(
            "VORONKA_REPLICATION", "2",
            "VORONKA_MIN_INSYNC", "3",
            "VORONKA_KAFKA_PROPERTIES", file("secret=\\uXYZW"));
    assertThatThrownBy(() -> read(env))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("VORONKA_MIN_INSYNC must be -1 or from 1 to the number of copies")
        .hasMessageContaining("VORONKA_KAFKA_PROPERTIES must be a file of Java properties")
        .hasMessageNotContaining("secret");
  }
}
