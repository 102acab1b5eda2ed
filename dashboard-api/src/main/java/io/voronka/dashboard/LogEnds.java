package io.voronka.dashboard;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Reads how far the log of events goes. Thread-safe. */
final class LogEnds implements AutoCloseable {

  private static final Duration WAIT = Duration.ofSeconds(5);

  private final Admin admin;

  LogEnds(KafkaSettings kafka) {
    var config = kafka.client(KafkaSettings.Client.ADMIN);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) WAIT.toMillis());
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) WAIT.toMillis());
    admin = Admin.create(config);
  }

  /**
   * Returns by partition the offset that the next event will get; 0 where every event has left the
   * log.
   *
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if Kafka does not answer
   */
  SortedMap<Integer, Long> read() {
    try {
      var partitions = new ArrayList<TopicPartition>();
      for (var topic : get(admin.describeTopics(List.of(Topics.EVENTS)).allTopicNames()).values()) {
        topic
            .partitions()
            .forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition())));
      }
      var first = list(partitions, OffsetSpec.earliest());
      var ends = new TreeMap<Integer, Long>();
      list(partitions, OffsetSpec.latest())
          .forEach(
              (partition, end) -> ends.put(partition, end.equals(first.get(partition)) ? 0 : end));
      return ends;
    } catch (ExecutionException | TimeoutException away) {
      throw new ServiceException(ProblemType.UNAVAILABLE, "Kafka does not answer.", away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ServiceException(ProblemType.UNAVAILABLE, "The service is stopping.", stopped);
    }
  }

  private Map<Integer, Long> list(List<TopicPartition> partitions, OffsetSpec spec)
      throws InterruptedException, ExecutionException, TimeoutException {
    var request = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(partition -> request.put(partition, spec));
    var offsets = new TreeMap<Integer, Long>();
    get(admin.listOffsets(request).all())
        .forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
    return offsets;
  }

  private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
