package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.TopicReader;
import io.voronka.kit.TopicSetup;
import io.voronka.model.detection.Alert.State;
import io.voronka.streams.Rebuild;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forgotten, and what is ended because nobody could end it afterwards. */
class RebuildIT {

  private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void alerts_that_fire_are_ended() throws Exception {
    try (var broker = new EmbeddedBroker(folder.resolve("broker"))) {
      broker.start();
      var kafka =
          new KafkaSettings(
              broker.bootstrap(), 2, (short) -1, (short) -1, Duration.ofDays(90), Map.of());
      var made = new TopicSetup(kafka, InstantSource.system()).ensure(LONG_ENOUGH);
      assertThat(made).containsKey(Topics.ALERTS);
      try (var producer =
          new KafkaProducer<>(
              Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        tells(producer, FiredAlert.record("fires", State.FIRING));
        tells(producer, FiredAlert.record("nobody-is-told", State.SUPPRESSED));
        tells(producer, FiredAlert.record("over", State.FIRING));
        tells(producer, FiredAlert.record("over", State.RESOLVED));
      }
      var state = Files.createDirectory(folder.resolve("state"));

      Rebuild.run(kafka, state);

      assertThat(state).doesNotExist();
      var states = new ConcurrentHashMap<String, AlertRecord>();
      try (var reader =
          new TopicReader(
              kafka,
              Topics.ALERTS,
              states::clear,
              records ->
                  records.forEach(
                      record ->
                          states.put(
                              new String(record.key(), StandardCharsets.UTF_8),
                              AlertRecord.decode(record.value()))))) {
        reader.startAndCatchUp(LONG_ENOUGH, "The alerts");
      }
      assertThat(states.values())
          .hasSize(3)
          .allSatisfy(
              record -> {
                assertThat(record.alert().state()).isEqualTo(State.RESOLVED);
                assertThat(record.alert().resolvedAt()).isEqualTo(record.alert().updatedAt());
              });
    }
  }

  private static void tells(KafkaProducer<byte[], byte[]> producer, AlertRecord record) {
    var unused = producer.send(new ProducerRecord<>(Topics.ALERTS, record.key(), record.encode()));
  }
}
