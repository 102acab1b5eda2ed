package io.voronka.dashboard;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does several things at the same time that wait more than they work. */
final class AtOnce {

  private static final Logger LOG = LoggerFactory.getLogger(AtOnce.class);

  private AtOnce() {}

  /** Closes all of them, and returns when the last one is closed; a failure is logged. */
  static void close(AutoCloseable... things) {
    var threads = Executors.newCachedThreadPool();
    try {
      threads.invokeAll(Arrays.stream(things).map(AtOnce::closing).toList());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdown();
    }
  }

  private static Callable<Boolean> closing(AutoCloseable thing) {
    return () -> {
      try {
        thing.close();
        return true;
      } catch (Exception failed) { // the others are closed nevertheless
        LOG.atWarn().setCause(failed).log("could not be closed");
        return false;
      }
    };
  }
}
