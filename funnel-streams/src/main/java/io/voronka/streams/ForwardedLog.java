package io.voronka.streams;

import io.voronka.kit.LogKeys;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties {@link Topics#FORWARDED} of what has been processed, every half a minute: it holds what
 * persons did, and nobody reads it again. Every instance does so; that does no harm.
 */
final class ForwardedLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ForwardedLog.class);
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final Admin admin;
  private final String group;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  /**
   * Makes it; nothing runs before {@link #start()}.
   *
   * @param group whose offsets say what has been processed
   */
  ForwardedLog(Map<String, ?> client, String group) {
    this.admin = Admin.create(new HashMap<>(client));
    this.group = group;
  }

  void start() {
    long seconds = EVERY.toSeconds();
    var unused = clock.scheduleWithFixedDelay(this::tryToEmpty, seconds, seconds, TimeUnit.SECONDS);
  }

  private void tryToEmpty() {
    try {
      empty();
    } catch (ExecutionException | RuntimeException failed) {
      // Nothing depends on it, and it is tried again.
      LOG.atInfo()
          .addKeyValue(LogKeys.REASON, failed.getMessage())
          .log("forwarded messages could not be deleted now");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Deletes what has been processed by now. */
  void empty() throws ExecutionException, InterruptedException {
    var processed = new HashMap<TopicPartition, RecordsToDelete>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach(
            (partition, next) -> {
              if (partition.topic().equals(Topics.FORWARDED) && next != null) {
                processed.put(partition, RecordsToDelete.beforeOffset(next.offset()));
              }
            });
    if (!processed.isEmpty()) {
      admin.deleteRecords(processed).all().get();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    admin.close(Duration.ofSeconds(2));
  }
}
