package io.voronka.ingest;

import io.voronka.kit.Health;
import io.voronka.kit.LogKeys;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Position;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events in {@link Topics#EVENTS} and rejections in {@link Topics#REJECTED}.
 *
 * <p>Once a delivery fails, Kafka counts as away: requests are refused at once, while a thread asks
 * Kafka every {@value #PAUSE_MILLIS} ms until it answers. A producer that failed for good is
 * replaced on the way.
 */
final class KafkaEventSink implements EventSink, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventSink.class);
  private static final int PAUSE_MILLIS = 500;

  private final Supplier<Producer<byte[], byte[]>> producers;
  private final int partitions;
  private final Runnable askKafka;
  private final Duration closeWithin;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "ingest-kafka-watch");
            thread.setDaemon(true);
            return thread;
          });

  private volatile Producer<byte[], byte[]> producer;
  private volatile boolean isAway;
  private boolean needsNewProducer;
  private boolean isClosed;

  /**
   * Makes a sink over topics that exist.
   *
   * @param producers makes a producer that knows the topics' partitions
   * @param partitions of the topic of events
   * @param askKafka returns if Kafka can be used, throws a {@link ServiceException} if not
   * @param closeWithin how long a close may wait for what was sent
   */
  KafkaEventSink(
      Supplier<Producer<byte[], byte[]>> producers,
      int partitions,
      Runnable askKafka,
      Duration closeWithin) {
    this.producers = producers;
    this.partitions = partitions;
    this.askKafka = askKafka;
    this.closeWithin = closeWithin;
    this.producer = producers.get();
  }

  @Override
  public CompletableFuture<Position> append(Intake intake) {
    return send(recordsOf(intake));
  }

  /** Keeps records as {@link #append} does. */
  CompletableFuture<Position> send(List<ProducerRecord<byte[], byte[]>> records) {
    if (isAway) {
      return CompletableFuture.failedFuture(unavailable(null));
    }
    var delivery = new Delivery(records.size());
    send(records, delivery);
    return delivery.result().exceptionallyCompose(this::failed);
  }

  /** Returns the records that {@link #append} sends. */
  List<ProducerRecord<byte[], byte[]>> recordsOf(Intake intake) {
    return IntakeRecords.of(intake, partitions);
  }

  /** Sends until the first failure: each further send might wait for the same dead broker. */
  private void send(List<ProducerRecord<byte[], byte[]>> records, Delivery delivery) {
    var current = producer;
    int sent = 0;
    try {
      while (sent < records.size() && !delivery.hasFailed()) {
        var unused = current.send(records.get(sent), delivery); // the delivery hears of it
        sent++;
      }
      delivery.abandon(records.size() - sent, null);
    } catch (KafkaException | IllegalStateException refused) {
      delivery.abandon(records.size() - sent, refused);
    }
  }

  private CompletableFuture<Position> failed(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RecordTooLargeException) {
      return CompletableFuture.failedFuture(
          new ServiceException(
              ProblemType.TOO_LARGE, "Kafka's own limit is smaller than this call.", cause));
    }
    markAway(cause);
    return CompletableFuture.failedFuture(unavailable(cause));
  }

  private static ServiceException unavailable(@Nullable Throwable cause) {
    var detail = "Kafka does not acknowledge events now; nothing is lost if you send them again.";
    return cause == null
        ? new ServiceException(ProblemType.UNAVAILABLE, detail)
        : new ServiceException(ProblemType.UNAVAILABLE, detail, cause);
  }

  private synchronized void markAway(@Nullable Throwable cause) {
    needsNewProducer |= !(cause instanceof RetriableException);
    if (isAway || isClosed) {
      return;
    }
    isAway = true;
    LOG.atWarn()
        .addKeyValue(LogKeys.REASON, cause == null ? "" : cause.getClass().getSimpleName())
        .log("kafka is away, events are refused");
    askSoon(0);
  }

  private void askSoon(int afterMillis) {
    try {
      var unused = watch.schedule(this::comeBack, afterMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.atDebug().log("closed while kafka was away");
    }
  }

  private void comeBack() {
    try {
      askKafka.run();
      replaceProducerIfNeeded();
      isAway = false;
      LOG.atInfo().log("kafka is back, events are taken");
    } catch (ServiceException | KafkaException stillAway) {
      askSoon(PAUSE_MILLIS);
    } catch (RuntimeException bug) {
      LOG.atError().setCause(bug).log("asking for kafka failed");
      askSoon(PAUSE_MILLIS);
    }
  }

  private void replaceProducerIfNeeded() {
    synchronized (this) {
      if (!needsNewProducer || isClosed) {
        return;
      }
      needsNewProducer = false;
    }
    var failed = swap(producers.get()); // outside the lock: it may take a while
    failed.close(Duration.ZERO);
  }

  /** Returns the producer that is to be closed. */
  private synchronized Producer<byte[], byte[]> swap(Producer<byte[], byte[]> fresh) {
    if (isClosed) {
      return fresh;
    }
    var failed = producer;
    producer = fresh;
    return failed;
  }

  /** Says whether events would be taken now. */
  Health health() {
    return isAway ? Health.failed("Kafka does not acknowledge events.") : Health.READY;
  }

  /** Waits for what was sent, within the bound. */
  @Override
  public void close() {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
    }
    watch.shutdownNow();
    producer.close(closeWithin); // flushes first
  }
}
