package io.voronka.ingest;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;

/**
 * Runs numbered cases on all processors, and watches that none of them hangs and that memory stays
 * flat.
 */
final class Endurance {

  /** A case takes microseconds; this machine may be busy with something else. */
  private static final Duration LONGEST_CASE = Duration.ofSeconds(30);

  private static final long NOTHING = -1;
  private static final int POLL_MILLIS = 20;
  private static final long LARGEST_GROWTH_BYTES = 16L * 1024 * 1024;

  private final long cases;
  private final LongFunction<String> faultOf;
  private final AtomicLong next = new AtomicLong();
  private final AtomicReference<String> fault = new AtomicReference<>("");
  private final List<Worker> workers = new ArrayList<>();

  private Endurance(long cases, LongFunction<String> faultOf) {
    this.cases = cases;
    this.faultOf = faultOf;
  }

  /**
   * What came of it.
   *
   * @param fault of a case that failed or hangs, or of memory that grew; else empty
   * @param cases how many were run
   * @param heapBefore bytes that were held after the first tenth
   * @param heapAfter bytes that were held at the end
   */
  record Outcome(String fault, long cases, Duration took, long heapBefore, long heapAfter) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s%d cases in %.1f s, held %.1f MB after a tenth, %.1f MB at the end",
          fault.isEmpty() ? "" : fault + "; ",
          cases,
          took.toMillis() / 1000.0,
          heapBefore / 1e6,
          heapAfter / 1e6);
    }
  }

  /**
   * Runs cases 0, 1, 2 and so on.
   *
   * @param faultOf says what is wrong in a case; empty if nothing is
   */
  static Outcome run(long cases, LongFunction<String> faultOf) throws InterruptedException {
    return new Endurance(cases, faultOf).run();
  }

  private Outcome run() throws InterruptedException {
    long started = System.nanoTime();
    runUpTo(cases / 10);
    long before = heldBytes();
    runUpTo(cases);
    long after = heldBytes();
    if (after > before + LARGEST_GROWTH_BYTES) {
      fault.compareAndSet("", "memory grew from " + before + " to " + after + " bytes");
    }
    var took = Duration.ofNanos(System.nanoTime() - started);
    return new Outcome(fault.get(), Math.min(next.get(), cases), took, before, after);
  }

  private void runUpTo(long end) throws InterruptedException {
    workers.clear();
    for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
      workers.add(new Worker(end));
    }
    workers.forEach(Thread::start);
    for (var worker : workers) {
      while (worker.isAlive() && !hangs()) {
        worker.join(POLL_MILLIS);
      }
    }
  }

  private boolean hangs() {
    for (var worker : workers) {
      if (worker.isHanging()) {
        var where = List.of(worker.getStackTrace()).stream().limit(12).toList();
        fault.compareAndSet("", "seed " + worker.current + " hangs at " + where);
        return true;
      }
    }
    return false;
  }

  /** Asks for a collection first, several times, since one may leave what has just died. */
  private static long heldBytes() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private final class Worker extends Thread {

    private final long end;
    private volatile long current = NOTHING;
    private volatile long since;

    Worker(long end) {
      super("endurance");
      setDaemon(true); // one that hangs must not hold up the end
      this.end = end;
    }

    @Override
    public void run() {
      long seed = take();
      while (seed != NOTHING && fault.get().isEmpty()) {
        since = System.nanoTime();
        current = seed;
        var found = faultOf.apply(seed);
        if (!found.isEmpty()) {
          fault.compareAndSet("", found);
        }
        current = NOTHING;
        seed = take();
      }
    }

    private long take() {
      long seed = next.getAndUpdate(last -> last < end ? last + 1 : last);
      return seed < end ? seed : NOTHING;
    }

    boolean isHanging() {
      return current != NOTHING && System.nanoTime() - since > LONGEST_CASE.toNanos();
    }
  }
}
