package io.voronka.allinone;

import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A real broker for a test: a container where a Docker engine answers, else the embedded one. */
interface TestBroker extends AutoCloseable {

  String bootstrap();

  @Override
  void close();

  /**
   * Starts one.
   *
   * @param data where the embedded broker keeps its data
   */
  static TestBroker start(Path data) {
    return DockerClientFactory.instance().isDockerAvailable() ? inContainer() : embedded(data);
  }

  private static TestBroker inContainer() {
    var container = new KafkaContainer(DockerImageName.parse("apache/kafka:4.3.1"));
    container.start();
    return new TestBroker() {
      @Override
      public String bootstrap() {
        return container.getBootstrapServers();
      }

      @Override
      public void close() {
        container.stop();
      }
    };
  }

  private static TestBroker embedded(Path data) {
    var broker = new EmbeddedBroker(data);
    broker.start();
    return new TestBroker() {
      @Override
      public String bootstrap() {
        return broker.bootstrap();
      }

      @Override
      public void close() {
        broker.close();
      }
    };
  }
}
