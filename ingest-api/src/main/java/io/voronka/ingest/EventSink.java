package io.voronka.ingest;

import io.voronka.wire.Position;
import java.util.concurrent.CompletableFuture;

/** Where events are kept. Safe for any thread. */
interface EventSink {

  /**
   * Keeps everything a request brought.
   *
   * @return done once all of it is kept on every copy, with the position behind its events; failed
   *     with a {@link io.voronka.kit.ServiceException} if some of it may not be: then the sender
   *     repeats the request, and the message ids tell what is there already
   */
  CompletableFuture<Position> append(Intake intake);

  /** Whether it bounds by itself how much of such requests waits in memory. */
  default boolean isBounded(Intake intake) {
    return false;
  }
}
