package io.voronka.ingest;

import io.voronka.wire.Position;
import io.voronka.wire.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Waits for the acknowledgements of the records of one request. Safe for any thread. */
final class Delivery implements Callback {

  private final CompletableFuture<Position> result = new CompletableFuture<>();
  private final Map<Integer, Long> offsets = new HashMap<>();
  private int open;
  private @Nullable Throwable failure;

  /**
   * Makes one that waits.
   *
   * @param records how many to wait for, at least one
   */
  Delivery(int records) {
    this.open = records;
  }

  /** Done when every record is acknowledged or has failed; fails with the first failure. */
  CompletableFuture<Position> result() {
    return result;
  }

  synchronized boolean hasFailed() {
    return failure != null;
  }

  @Override
  public void onCompletion(RecordMetadata metadata, @Nullable Exception failed) {
    if (note(metadata, failed)) {
      complete();
    }
  }

  private synchronized boolean note(RecordMetadata metadata, @Nullable Exception failed) {
    if (failed != null) {
      failure = failure == null ? failed : failure;
    } else if (metadata.topic().equals(Topics.EVENTS)) {
      offsets.merge(metadata.partition(), metadata.offset() + 1, Math::max);
    }
    open--;
    return open == 0;
  }

  /** Stops waiting for records that were not sent, because one before them failed. */
  void abandon(int records, @Nullable Throwable cause) {
    boolean isLast;
    synchronized (this) {
      failure = failure == null ? cause : failure;
      open -= records;
      isLast = records > 0 && open == 0;
    }
    if (isLast) {
      complete();
    }
  }

  /** Outside the lock, because it runs what waits for the result. */
  private void complete() {
    var failed = failureSoFar();
    if (failed != null) {
      result.completeExceptionally(failed);
    } else {
      result.complete(Position.of(offsetsSoFar()));
    }
  }

  private synchronized @Nullable Throwable failureSoFar() {
    return failure;
  }

  private synchronized Map<Integer, Long> offsetsSoFar() {
    return offsets;
  }
}
