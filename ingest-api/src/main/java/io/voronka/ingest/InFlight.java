package io.voronka.ingest;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Counts the requests that wait for Kafka, so that a stop can let them finish, and their bytes, so
 * that a slow Kafka does not fill the memory.
 */
final class InFlight {

  /** Of bodies as they are read; what is made of them takes some times as much. */
  static final long MOST_BYTES = 32L << 20;

  private int open;
  private long bytes;
  private boolean isClosing;

  /**
   * Begins one.
   *
   * @param size bytes of its body
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) once the service is stopping, and
   *     while too much is waiting
   */
  synchronized void enter(int size) {
    if (isClosing) {
      throw new ServiceException(ProblemType.UNAVAILABLE, "The service is stopping.");
    }
    if (bytes + size > MOST_BYTES) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE,
          "Kafka is slower than events come in; nothing is lost if you send them again.");
    }
    open++;
    bytes += size;
  }

  /**
   * Ends one.
   *
   * @param size as it was said at its beginning
   */
  synchronized void leave(int size) {
    open--;
    bytes -= size;
    notifyAll();
  }

  /** Lets none in any more and waits until the last one has left, at most this long. */
  synchronized void drain(Duration within) {
    isClosing = true;
    long deadline = System.nanoTime() + within.toNanos();
    try {
      while (open > 0) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
