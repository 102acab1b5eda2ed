package io.voronka.streams;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * How often the program commits. A transaction costs each partition that it touches some
 * milliseconds, and what it writes is written once however much led to it. So who keeps up commits
 * ten times a second while there is something to be shown, who has to catch up once a second, and
 * who has much to catch up, such as an import, every four: what a person did within that time is
 * evaluated and written once. Where transactions take long, because the machine is too small for
 * what it does or the brokers are slow, a thread spends no more than half of its time in them: else
 * all that is done would be to commit, each time what little came of that. Thread-safe.
 */
final class CommitPace {

  /** Kafka Streams commits after so long by itself. */
  static final Duration LONGEST = Duration.ofSeconds(4);

  /** No thread that has something to commit all the time does so more often than after so long. */
  static final Duration SHORTEST = Duration.ofMillis(100);

  /** Half of the time between two ticks of the clocks that go all the time. */
  static final Duration PATIENCE = Duration.ofMillis(50);

  private static final long CATCHING_UP_MILLIS = 1000; // between two commits
  private static final int SLOWED = 2; // times what a transaction takes
  private static final long BEHIND_MILLIS = 2000; // so long what was read had been waiting
  private static final long FAR_BEHIND_MILLIS = 30_000;
  private static final long REMEMBERED_MILLIS = 300;

  // The wall clock when some partition was.
  private volatile long behindMillis;
  private volatile long farBehindMillis;

  private final LongSupplier nanos;

  /** Of each thread: a commit is of all that it does. */
  private final ThreadLocal<Last> lasts = ThreadLocal.withInitial(Last::new);

  /** A thread's last commit. */
  private static final class Last {
    long millis;
    boolean isBegun; // and not over
    long begunNanos;
    long tookMillis;
    long tookBeforeMillis; // the one before it
    boolean isSpare; // before it nothing was committed for a while
    boolean isComing; // was asked for and is still to be done
    int clocks; // that are to ring before long
  }

  /** Makes it with a clock that is never set, as {@link System#nanoTime()}. */
  CommitPace(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A record was read that had come in at that moment. */
  void read(long recordMillis, long wallMillis) {
    long waited = wallMillis - recordMillis;
    // Threads that write the same again and again would wait for each other.
    if (waited > BEHIND_MILLIS && behindMillis != wallMillis) {
      behindMillis = wallMillis;
    }
    if (waited > FAR_BEHIND_MILLIS && farBehindMillis != wallMillis) {
      farBehindMillis = wallMillis;
    }
  }

  /** Whether some partition of the process has to catch up. */
  boolean isBehind(long wallMillis) {
    return isRecent(behindMillis, wallMillis);
  }

  private static boolean isRecent(long atMillis, long wallMillis) {
    return Math.abs(wallMillis - atMillis) < REMEMBERED_MILLIS;
  }

  /** The time from one commit of the thread to the next, from when they are asked for. */
  long pauseMillis(long wallMillis) {
    var last = lasts.get();
    long slowed = SLOWED * Math.min(last.tookMillis, last.tookBeforeMillis); // one is an exception
    return Math.min(Math.max(slowed, leastPauseMillis(wallMillis)), LONGEST.toMillis());
  }

  private long leastPauseMillis(long wallMillis) {
    if (!isBehind(wallMillis)) {
      return SHORTEST.toMillis();
    }
    return isRecent(farBehindMillis, wallMillis) ? LONGEST.toMillis() : CATCHING_UP_MILLIS;
  }

  /**
   * After how long to ask whether what a thread did may be committed: a millisecond at least, as
   * what is done together is to be committed together, and {@link #SHORTEST} at most, as things may
   * be otherwise then. Who did nothing for a while need not wait, nor need those who go on with
   * what that made.
   */
  long waitMillis(long wallMillis) {
    var last = lasts.get();
    if (last.isComing) { // Kafka may put it off
      return SHORTEST.toMillis();
    }
    long due = isFree(wallMillis) ? wallMillis : last.millis + pauseMillis(wallMillis);
    return Math.min(Math.max(1, due - wallMillis), SHORTEST.toMillis());
  }

  /** Sets a clock that rings before long: until it is cancelled the thread has no patience. */
  Cancellable schedule(ProcessorContext<?, ?> context, Duration every, Punctuator action) {
    var clock = context.schedule(every, PunctuationType.WALL_CLOCK_TIME, action);
    var last = lasts.get();
    last.clocks++;
    return new Cancellable() {
      private boolean isCancelled;

      @Override
      public void cancel() {
        if (!isCancelled) {
          isCancelled = true;
          clock.cancel();
          last.clocks--;
        }
      }
    };
  }

  /**
   * How long the thread may wait for records, where nothing comes. Each look for them, and each
   * round of the thread, costs the same whether there is something or not.
   *
   * @param asked as long as is right where a clock is to ring
   */
  Duration patience(Duration asked) {
    boolean isCalm = lasts.get().clocks == 0 && !asked.isZero();
    return isCalm && asked.compareTo(PATIENCE) < 0 ? PATIENCE : asked;
  }

  /** Whether what the thread did may be committed now, or is about to be. */
  boolean isFree(long wallMillis) {
    var last = lasts.get();
    return last.isComing
        || Math.abs(wallMillis - last.millis) >= pauseMillis(wallMillis)
        || last.isSpare && !isBehind(wallMillis);
  }

  /** Lets what the thread did be committed at once, unless it has to wait; returns whether. */
  boolean request(ProcessorContext<?, ?> context, long wallMillis) {
    if (!isFree(wallMillis)) {
      return false;
    }
    var last = lasts.get();
    if (!last.isComing) {
      last.isComing = true;
      last.isSpare =
          Math.abs(wallMillis - last.millis) >= pauseMillis(wallMillis) + SHORTEST.toMillis();
      last.millis = wallMillis;
    }
    context.commit();
    return true;
  }

  /** What the thread did is committed now; each of its tasks may say so. */
  void commits() {
    var last = lasts.get();
    last.isComing = false;
    if (!last.isBegun) {
      last.isBegun = true;
      last.begunNanos = nanos.getAsLong();
    }
  }

  /** The thread's transaction is over. */
  void committed() {
    var last = lasts.get();
    if (last.isBegun) {
      last.isBegun = false;
      last.tookBeforeMillis = last.tookMillis;
      last.tookMillis = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - last.begunNanos);
    }
  }
}
