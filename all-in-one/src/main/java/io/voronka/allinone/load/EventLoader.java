package io.voronka.allinone.load;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls through the ingest API: in batches, several requests at a time, repeated until they
 * are taken. Batches may overtake each other, which changes no figure.
 */
public final class EventLoader {

  /** Requests at a time that keep a machine busy without crowding it. */
  public static final int DEFAULT_PARALLEL = 4;

  // Waiting for more calls must not hold up those that are there when a replay is paced.
  private static final Duration LONGEST_HOLD = Duration.ofMillis(50);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private final IngestClient client;
  private final int parallel;
  private final InstantSource clock;

  /**
   * Describes where to send.
   *
   * @param ingest the address of the ingest API, such as {@code http://127.0.0.1:8081}
   * @param parallel requests at a time, at least 1
   */
  public EventLoader(URI ingest, String writeKey, int parallel, InstantSource clock) {
    this(new IngestClient(ingest, writeKey, FIRST_PAUSE), parallel, clock);
  }

  EventLoader(IngestClient client, int parallel, InstantSource clock) {
    this.client = client;
    this.parallel = parallel;
    this.clock = clock;
  }

  /**
   * Sends all calls; returns when each has been taken or rejected.
   *
   * @param tally counts them meanwhile
   * @throws LoadFailed if the API refuses the key or the form of what is sent
   * @throws InterruptedException if the thread was interrupted; requests under way are given up
   */
  public void load(Iterator<OutgoingCall> calls, Pace pace, LoadTally tally, LoadProgress progress)
      throws LoadFailed, InterruptedException {
    var failure = new AtomicReference<@Nullable Exception>();
    var room = new Semaphore(2 * parallel); // one batch under way and one ready for each request
    var senders = Executors.newFixedThreadPool(parallel);
    try {
      var sending = new Sending(senders, room, failure, tally, progress);
      var batch = new Batch();
      @Nullable Instant first = null;
      var start = clock.instant();
      while (calls.hasNext() && failure.get() == null) {
        var call = calls.next();
        var time = pace.isMax() ? null : Pace.timeOf(call);
        if (time != null) {
          first = first == null ? time : first;
          var due = start.plus(pace.dueAfter(Duration.between(first, time)));
          var wait = Duration.between(clock.instant(), due);
          if (wait.compareTo(LONGEST_HOLD) > 0) {
            batch = sending.flush(batch);
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
          }
        }
        if (!batch.add(call)) {
          batch = sending.flush(batch);
          batch.add(call);
        }
      }
      sending.flush(batch);
      room.acquire(2 * parallel);
    } finally {
      senders.shutdownNow();
    }
    var failed = failure.get();
    if (failed instanceof LoadFailed refused) {
      throw refused;
    }
    if (failed != null) {
      throw new IllegalStateException("a batch could not be sent", failed);
    }
  }

  /** The requests of one load. */
  private final class Sending {

    private final ExecutorService senders;
    private final Semaphore room;
    private final AtomicReference<@Nullable Exception> failure;
    private final LoadTally tally;
    private final LoadProgress progress;

    Sending(
        ExecutorService senders,
        Semaphore room,
        AtomicReference<@Nullable Exception> failure,
        LoadTally tally,
        LoadProgress progress) {
      this.senders = senders;
      this.room = room;
      this.failure = failure;
      this.tally = tally;
      this.progress = progress;
    }

    /** Sends what is in the batch, waiting for room, and returns an empty one. */
    Batch flush(Batch batch) throws InterruptedException {
      if (batch.isEmpty()) {
        return batch;
      }
      room.acquire();
      senders.execute(() -> send(batch));
      return new Batch();
    }

    private void send(Batch batch) {
      try {
        if (failure.get() == null) {
          client.send(batch, tally, progress::trouble);
          progress.moved(batch.position(), tally);
        }
      } catch (LoadFailed | RuntimeException failed) {
        failure.compareAndSet(null, failed);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } finally {
        room.release();
      }
    }
  }
}
