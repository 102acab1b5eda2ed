package io.voronka.ingest;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts the requests that wait for Kafka, so that a stop can let them finish. */
final class InFlight {

  private int open;
  private boolean isClosing;

  /**
   * Begins one.
   *
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) once the service is stopping
   */
  synchronized void enter() {
    if (isClosing) {
      throw new ServiceException(ProblemType.UNAVAILABLE, "The service is stopping.");
    }
    open++;
  }

  synchronized void leave() {
    open--;
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
