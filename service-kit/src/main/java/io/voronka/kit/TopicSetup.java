package io.voronka.kit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics that are missing and waits until each partition has a leader. */
public final class TopicSetup {

  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
  private static final int PAUSE_MILLIS = 100;

  private final KafkaSettings kafka;
  private final InstantSource clock;

  public TopicSetup(KafkaSettings kafka, InstantSource clock) {
    this.kafka = kafka;
    this.clock = clock;
  }

  /**
   * Makes the topics; those that exist stay as they are. Harmless when several services do it at
   * once.
   *
   * @param within how long to wait for Kafka
   * @return how many partitions each topic has
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if Kafka did not answer in time
   */
  public Map<String, Integer> ensure(Duration within) {
    var deadline = clock.instant().plus(within);
    var config = kafka.client(KafkaSettings.Client.ADMIN);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) within.toMillis());
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) within.toMillis());
    try (var admin = Admin.create(config)) {
      create(admin, missing(admin, kafka.topics()));
      var names = kafka.topics().stream().map(NewTopic::name).toList();
      while (true) {
        var topics = describe(admin, names);
        if (haveLeaders(topics)) {
          var partitions = new HashMap<String, Integer>();
          topics.forEach((name, topic) -> partitions.put(name, topic.partitions().size()));
          return partitions;
        }
        if (clock.instant().isAfter(deadline)) {
          throw new ServiceException(
              ProblemType.UNAVAILABLE, "The topics have no leaders after " + within + ".");
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw unavailable(stopped);
    } catch (ExecutionException | KafkaException failed) {
      throw unavailable(failed);
    }
  }

  private ServiceException unavailable(Exception cause) {
    return new ServiceException(
        ProblemType.UNAVAILABLE, "Kafka at " + kafka.bootstrap() + " can't be used.", cause);
  }

  /** Whoever may not make topics needs not to, if others have made them. */
  private static List<NewTopic> missing(Admin admin, List<NewTopic> topics)
      throws InterruptedException, ExecutionException {
    var there = admin.listTopics().names().get();
    return topics.stream().filter(topic -> !there.contains(topic.name())).toList();
  }

  private static void create(Admin admin, List<NewTopic> topics)
      throws InterruptedException, ExecutionException {
    var results = admin.createTopics(topics).values();
    for (var result : results.entrySet()) {
      try {
        result.getValue().get();
        LOG.atInfo().addKeyValue(LogKeys.TOPIC, result.getKey()).log("topic made");
      } catch (ExecutionException failed) {
        if (!(failed.getCause() instanceof TopicExistsException)) {
          throw failed;
        }
      }
    }
  }

  /** Returns nothing while a topic made a moment ago is not known to every broker yet. */
  private static Map<String, TopicDescription> describe(Admin admin, List<String> names)
      throws InterruptedException, ExecutionException {
    try {
      return admin.describeTopics(names).allTopicNames().get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RetriableException) {
        return Map.of();
      }
      throw failed;
    }
  }

  private static boolean haveLeaders(Map<String, TopicDescription> topics) {
    return !topics.isEmpty()
        && topics.values().stream()
            .flatMap(topic -> topic.partitions().stream())
            .allMatch(partition -> partition.leader() != null && !partition.leader().isEmpty());
  }
}
