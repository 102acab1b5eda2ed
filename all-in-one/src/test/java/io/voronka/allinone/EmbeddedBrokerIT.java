package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.kit.Health;
import io.voronka.kit.ServiceException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

  private static final TopicPartition PLACE = new TopicPartition("kept", 0);

  @TempDir Path data;

  @Test
  void what_was_acknowledged_is_there_after_a_restart() throws Exception {
    // Given
    try (var broker = new EmbeddedBroker(data)) {
      broker.start();
      assertThat(broker.health()).isEqualTo(Health.READY);
      write(broker, "one", "two");
    }
    // When
    try (var again = new EmbeddedBroker(data)) {
      again.start();
      // Then
      assertThat(read(again)).containsExactly("one", "two");
    }
  }

  @Test
  void a_port_that_was_taken_meanwhile_is_replaced() throws Exception {
    // Given
    String first;
    try (var broker = new EmbeddedBroker(data)) {
      broker.start();
      first = broker.bootstrap();
      write(broker, "one");
    }
    int port = Integer.parseInt(first.substring(first.indexOf(':') + 1));
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        var again = new EmbeddedBroker(data)) {
      // When
      again.start();
      // Then
      assertThat(taken.getLocalPort()).isEqualTo(port);
      assertThat(again.bootstrap()).isNotEqualTo(first);
      assertThat(read(again)).containsExactly("one");
    }
  }

  @Test
  void a_folder_serves_one_broker_at_a_time() {
    try (var broker = new EmbeddedBroker(data);
        var second = new EmbeddedBroker(data)) {
      broker.start();
      assertThatThrownBy(second::start)
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("is in use by another Voronka");
    }
  }

  @Test
  void a_folder_that_can_not_be_made_is_named() throws Exception {
    var file = Files.createFile(data.resolve("file"));
    try (var broker = new EmbeddedBroker(file.resolve("below"))) {
      assertThatThrownBy(broker::start)
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining(file.toString());
    }
  }

  private static void write(EmbeddedBroker broker, String... values) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrap());
    try (var admin = Admin.create(config)) {
      admin.createTopics(List.of(new NewTopic(PLACE.topic(), 1, (short) -1))).all().get();
    }
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (var value : values) {
        producer.send(new ProducerRecord<>(PLACE.topic(), value)).get();
      }
    }
  }

  private static List<String> read(EmbeddedBroker broker) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", broker.bootstrap(), "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PLACE));
      long end = consumer.endOffsets(List.of(PLACE)).getOrDefault(PLACE, 0L);
      var values = new ArrayList<String>();
      while (consumer.position(PLACE) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
