package io.voronka.ingest;

import io.voronka.ingest.Spool.Entry;
import io.voronka.kit.LogKeys;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps on disk what Kafka does not take now and its sender would not send again, and publishes it
 * in its order when Kafka is back. While anything is kept, what comes from such senders is kept
 * behind it. After a crash some may be published twice, under the same message ids.
 */
final class SpoolingSink implements EventSink, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolingSink.class);
  private static final int PAUSE_MILLIS = 200;
  private static final int MOST_BYTES_AT_ONCE = 1 << 20;
  private static final long MOST_BYTES_WAITING = 8L << 20; // while nobody knows if Kafka is away
  private static final Duration PUBLISH_WITHIN = Duration.ofSeconds(30);

  private final KafkaEventSink kafka;
  private final Spool spool;
  private final Duration closeWithin;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread publisher = new Thread(this::publish, "ingest-spool-publisher");

  // Of the publisher: whether the spool failed when it was tried last, and what is to be written to
  // it before anything else is sent, or a full disk would let the same be sent again and again.
  private boolean isBroken;
  private @Nullable Runnable unwritten;

  /** What became of records that were sent together. */
  private enum Sent {
    DONE,
    /** One of them at least; others may have been published. */
    TOO_LARGE,
    AWAY
  }

  /**
   * Makes a sink that publishes what is left from before.
   *
   * @param closeWithin how long a close may wait for what is kept to be published
   */
  SpoolingSink(KafkaEventSink kafka, Spool spool, Duration closeWithin) {
    this.kafka = kafka;
    this.spool = spool;
    this.closeWithin = closeWithin;
    publisher.setDaemon(true);
    publisher.start();
  }

  @Override
  public CompletableFuture<Position> append(Intake intake) {
    if (intake.isSentAgain()) {
      return kafka.append(intake);
    }
    var records = kafka.recordsOf(intake);
    var entry = SpoolEntry.encode(records);
    if (!spool.isEmpty() || waitingBytes.get() > MOST_BYTES_WAITING) {
      return keep(entry);
    }
    waitingBytes.addAndGet(entry.length);
    return kafka
        .send(records)
        .whenComplete((position, failure) -> waitingBytes.addAndGet(-entry.length))
        .exceptionallyCompose(
            failure -> isAway(failure) ? keep(entry) : CompletableFuture.failedFuture(failure));
  }

  /** Beyond its own bound it keeps them on disk, where others are told to come back. */
  @Override
  public boolean isBounded(Intake intake) {
    return !intake.isSentAgain();
  }

  private static boolean isAway(Throwable failure) {
    return typeOf(failure) == ProblemType.UNAVAILABLE;
  }

  private static @Nullable ProblemType typeOf(Throwable failure) {
    boolean isWrapped =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    var cause = isWrapped ? failure.getCause() : failure;
    return cause instanceof ServiceException known ? known.type() : null;
  }

  private CompletableFuture<Position> keep(byte[] entry) {
    return spool.append(entry).thenApply(kept -> Position.NONE);
  }

  private void publish() {
    try {
      while (!closing.await(spool.isEmpty() ? PAUSE_MILLIS : 0, TimeUnit.MILLISECONDS)) {
        if (!publishSome()) {
          var unused = closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
      long deadline = System.nanoTime() + closeWithin.toNanos();
      while (!spool.isEmpty() && System.nanoTime() < deadline && publishSome()) {
        // until nothing is left, or Kafka is away
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Publishes the oldest entries; returns whether it could. */
  private boolean publishSome() throws InterruptedException {
    if (!kafka.health().isReady()) {
      return false;
    }
    try {
      if (unwritten != null) {
        write(unwritten);
      }
      boolean isDone = publish(spool.oldest(MOST_BYTES_AT_ONCE));
      isBroken = false;
      return isDone;
    } catch (RuntimeException failed) {
      if (!isBroken) {
        LOG.atError()
            .setCause(failed)
            .addKeyValue(LogKeys.STATE, spool.entries())
            .log("what is spooled can't be published");
      }
      isBroken = true;
      return false;
    }
  }

  private void write(Runnable change) {
    unwritten = change;
    change.run();
    unwritten = null;
  }

  private boolean publish(List<Entry> oldest) throws InterruptedException {
    if (oldest.isEmpty()) {
      return true;
    }
    var result = send(oldest.stream().flatMap(entry -> recordsOf(entry).stream()).toList());
    if (result == Sent.DONE) {
      write(() -> spool.remove(oldest));
    } else if (result == Sent.TOO_LARGE) {
      for (var entry : oldest) {
        if (!publishEachRecord(entry)) {
          return false;
        }
      }
    }
    return result != Sent.AWAY;
  }

  /** Finds the records that are too large by trying one after the other. */
  private boolean publishEachRecord(Entry entry) throws InterruptedException {
    var tooLarge = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (var record : recordsOf(entry)) {
      if (closing.getCount() == 0) {
        return false; // it takes longer than a close waits: the next start goes on
      }
      var result = send(List.of(record));
      if (result == Sent.AWAY) {
        return false;
      }
      if (result == Sent.TOO_LARGE) {
        tooLarge.add(record);
      }
    }
    if (tooLarge.isEmpty()) {
      write(() -> spool.remove(List.of(entry)));
    } else {
      var left = SpoolEntry.encode(tooLarge);
      write(() -> spool.setAside(entry, left));
      LOG.atError()
          .addKeyValue(LogKeys.BYTES, left.length)
          .log("kafka's own limit is smaller than what is spooled; it waits for the next start");
    }
    return true;
  }

  private static List<ProducerRecord<byte[], byte[]>> recordsOf(Entry entry) {
    return SpoolEntry.decode(entry.content());
  }

  private Sent send(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
    try {
      var unused = kafka.send(records).get(PUBLISH_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return Sent.DONE;
    } catch (ExecutionException failed) {
      return typeOf(failed) == ProblemType.TOO_LARGE ? Sent.TOO_LARGE : Sent.AWAY;
    } catch (TimeoutException late) {
      return Sent.AWAY;
    }
  }

  /**
   * Publishes what it can within its time; the rest stays on disk. What is on its way to Kafka can
   * still be kept.
   */
  void stopPublishing() {
    closing.countDown();
    try {
      publisher.join(closeWithin.plus(PUBLISH_WITHIN).toMillis());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** Publishes no more, and keeps no more. */
  @Override
  public void close() {
    stopPublishing();
    spool.close();
  }
}
