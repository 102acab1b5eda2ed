package io.voronka.allinone;

import io.voronka.kit.Health;
import io.voronka.kit.ProblemType;
import io.voronka.kit.Service;
import io.voronka.kit.ServiceException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** The life of a process that serves: start, work until a signal, an orderly end. */
final class Lifetime {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration FOREVER = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Lifetime() {}

  /** What is done while the service runs; ends by itself or is interrupted. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /**
   * Runs a service until the process is told to end.
   *
   * <p>SIGTERM and SIGINT interrupt the work, close the service and end the process with 0: what
   * was accepted has been finished, so it is no failure.
   *
   * @param work done by the calling thread once the service has started
   * @throws Exception if the service could not start or the work failed; it is closed then
   */
  static void run(Service service, Work work) throws Exception {
    var worker = Thread.currentThread();
    var isStopping = new AtomicBoolean();
    var stop =
        new Thread(
            () -> {
              isStopping.set(true);
              worker.interrupt();
              service.close();
              Runtime.getRuntime().halt(0); // without it the exit code would be that of the signal
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      service.start();
      work.run();
      new CountDownLatch(1).await();
    } catch (Exception failed) {
      if (isStopping.get()) {
        Uninterruptibles.join(stop, FOREVER); // does not return: the process ends meanwhile
      }
      Runtime.getRuntime().removeShutdownHook(stop);
      service.close();
      throw failed;
    }
  }

  /**
   * Waits until a service is ready, and says now and then what it waits for.
   *
   * @throws ServiceException if it fails instead
   */
  static void awaitReady(Service service, Surroundings around) throws InterruptedException {
    var nextWord = around.clock().instant().plus(PATIENCE);
    for (var health = service.health(); !health.isReady(); health = service.health()) {
      if (health.state() == Health.State.FAILED) {
        throw new ServiceException(ProblemType.UNAVAILABLE, "Can't get ready: " + health.reason());
      }
      if (around.clock().instant().isAfter(nextWord)) {
        around.err().println("still starting, waiting for: " + health.reason());
        nextWord = nextWord.plus(PATIENCE);
      }
      Thread.sleep(POLL.toMillis());
    }
  }
}
