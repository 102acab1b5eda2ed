package io.voronka.kit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a whole topic from its beginning, on a thread of its own: what is committed, in the order
 * of each partition. After a failure it begins again, so its listener must take a record twice.
 */
public final class TopicReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long RETRY_MILLIS = 1000;

  /** Takes what was read; called by one thread. */
  @FunctionalInterface
  public interface Listener {
    void read(ConsumerRecords<byte[], byte[]> records);
  }

  private final KafkaSettings kafka;
  private final String topic;
  private final Runnable beginning;
  private final Listener listener;
  private final Thread thread;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean isCaughtUp;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private @Nullable Telemetry telemetry;

  /**
   * Describes a reader.
   *
   * @param beginning called before the first record of the topic, each time it is read from there
   */
  public TopicReader(KafkaSettings kafka, String topic, Runnable beginning, Listener listener) {
    this.beginning = beginning;
    this.kafka = kafka;
    this.topic = topic;
    this.listener = listener;
    this.thread = new Thread(this::run, "read-" + topic);
    this.thread.setDaemon(true);
  }

  /** Adds its client's own meters to those of the process; to be called before the start. */
  public TopicReader watchedBy(Telemetry telemetry) {
    this.telemetry = telemetry;
    return this;
  }

  public void start() {
    thread.start();
  }

  /** Whether everything has been read that was there when reading began, the last time. */
  public boolean isCaughtUp() {
    return isCaughtUp;
  }

  /**
   * Starts, and returns once everything has been read that was there.
   *
   * @param what it is, for the problem: "The tokens"
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if that takes too long
   */
  public void startAndCatchUp(Duration within, String what) {
    start();
    try {
      if (!caughtUp.await(within.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ServiceException(
            ProblemType.UNAVAILABLE,
            what + " could not be read within " + within.toSeconds() + " s.");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ServiceException(ProblemType.UNAVAILABLE, "The service is stopping.", stopped);
    }
  }

  private void run() {
    while (closing.getCount() > 0) {
      try {
        follow();
      } catch (WakeupException stopped) {
        return;
      } catch (RuntimeException failed) { // whatever it is, readers must not be left with the past
        LOG.atWarn()
            .setCause(failed)
            .addKeyValue(LogKeys.TOPIC, topic)
            .log("reading failed, beginning again");
        pause();
      }
    }
  }

  private void follow() {
    try (var own = new KafkaConsumer<byte[], byte[]>(config())) {
      consumer = own;
      var meters = telemetry == null ? null : telemetry.watch(own);
      try {
        follow(own);
      } finally {
        if (meters != null) {
          meters.close();
        }
      }
    }
  }

  private void follow(KafkaConsumer<byte[], byte[]> own) {
    isCaughtUp = false;
    beginning.run();
    var partitions =
        own.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    own.assign(partitions);
    own.seekToBeginning(partitions);
    var ends = own.endOffsets(partitions);
    while (closing.getCount() > 0) {
      var records = own.poll(POLL);
      if (!records.isEmpty()) {
        listener.read(records);
      }
      if (!isCaughtUp() && isAt(own, partitions, ends)) {
        isCaughtUp = true;
        caughtUp.countDown();
      }
    }
  }

  private static boolean isAt(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      Map<TopicPartition, Long> ends) {
    return partitions.stream()
        .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
  }

  private Map<String, Object> config() {
    var config = kafka.client(KafkaSettings.Client.CONSUMER);
    if (telemetry != null) {
      config.put(ConsumerConfig.CLIENT_ID_CONFIG, "read-" + topic); // a name for its meters
    }
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return config;
  }

  private void pause() {
    try {
      var unused = closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    var own = consumer;
    if (own != null) {
      own.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
