package io.voronka.streams;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Whether a task did anything since the last commit, and a clock that rings as soon as that may be
 * committed. Where nothing was done a transaction would be for nothing. Not thread-safe.
 */
final class Uncommitted {

  private final ProcessorContext<?, ?> context;
  private final CommitPace pace;
  private final Punctuator before;
  private boolean isSomething;
  private @Nullable Cancellable clock;

  /** Makes it for a task that has nothing to do when the clock rings; see below. */
  Uncommitted(ProcessorContext<?, ?> context, FigureStore<?> store, CommitPace pace) {
    this(context, store, pace, now -> {});
  }

  /**
   * Makes it for a task; after whatever else that does before its commits.
   *
   * @param store is written with each commit
   * @param before is done when the clock rings, before a commit is asked for
   */
  Uncommitted(
      ProcessorContext<?, ?> context, FigureStore<?> store, CommitPace pace, Punctuator before) {
    this.context = context;
    this.pace = pace;
    this.before = before;
    store.beforeCommit(this::commits);
  }

  private void commits() {
    isSomething = false;
    pace.commits();
  }

  /** The task does something that is to be committed. */
  void add() {
    isSomething = true;
    if (clock == null) {
      long wait = pace.waitMillis(context.currentSystemTimeMs());
      clock = pace.schedule(context, Duration.ofMillis(wait), this::ring);
    }
  }

  private void ring(long wallMillis) {
    stop();
    before.punctuate(wallMillis);
    request(wallMillis);
  }

  /** Stops the clock; to be called when the task is closed. */
  void stop() {
    if (clock != null) {
      clock.cancel();
      clock = null;
    }
  }

  /** Lets what was done be committed, now or as soon as it may be. */
  void request(long wallMillis) {
    if (isSomething && !pace.request(context, wallMillis)) {
      add();
    }
  }
}
