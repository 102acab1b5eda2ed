package io.voronka.streams;

import io.voronka.model.count.Transition;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.evaluation.Outcome;
import io.voronka.wire.EventCodec;
import io.voronka.wire.StageTransition;
import io.voronka.wire.TallyCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Tells what steps people make at funnels. Who can still go on is kept by the deadline, so that
 * drops are found by reading the oldest: a key is a mark, the deadline, the funnel version and the
 * person, its value the stage. Whoever is out of time and has no key was told to have dropped.
 */
final class TransitionBook {

  private static final byte[] PREFIX = {Progress.MARK, 'd'};
  private static final int DEADLINE = PREFIX.length;
  private static final int HEADER = DEADLINE + Long.BYTES + Integer.BYTES;
  private static final int MOST_AT_A_TIME = 5000;

  private final FigureStore<?> store;
  private final BiConsumer<byte[], StageTransition> out;

  /** No deadline before it is kept any more: to pass over what was deleted takes long. */
  private long droppedMillis = Long.MIN_VALUE;

  /**
   * Makes it.
   *
   * @param out takes a person's key and a step
   */
  TransitionBook(FigureStore<?> store, BiConsumer<byte[], StageTransition> out) {
    this.store = store;
    this.out = out;
  }

  /** Notes who stands where when a funnel is new; that is no step. */
  void begin(Funnel funnel, byte[] home, @Nullable Outcome outcome, long millis) {
    if (outcome != null && isWaiting(outcome, atLeastDropped(millis))) {
      store.note(key(funnel.key(), home, outcome), stage(outcome));
    }
  }

  /** Tells the steps of a change. */
  void change(
      Funnel funnel, byte[] home, @Nullable Outcome before, @Nullable Outcome after, long millis) {
    if (before != null && after != null && isSame(before, after)) {
      return; // as with most events, and to look into the store costs more
    }
    long nowMillis = atLeastDropped(millis);
    var known = before == null || before.isComplete() ? null : key(funnel.key(), home, before);
    boolean wasWaiting = known != null && store.noted(known) != null;
    boolean hadDropped = known != null && !wasWaiting;
    for (var step : Transition.between(before, hadDropped, after, nowMillis)) {
      tell(funnel, home, step, nowMillis);
    }
    var waits =
        after != null && isWaiting(after, nowMillis) ? key(funnel.key(), home, after) : null;
    if (known != null && wasWaiting && !known.equals(waits)) {
      store.note(known, null);
    }
    if (after != null && waits != null) {
      store.note(waits, stage(after));
    } else if (after != null && !after.isComplete()) {
      boolean isElsewhere = before == null || before.depth() != after.depth();
      if (isElsewhere || wasWaiting) {
        tellDrop(funnel, home, after.depth() - 1, after.deadlineMillis(), nowMillis);
      }
    }
  }

  private static boolean isSame(Outcome before, Outcome after) {
    return before.depth() == after.depth()
        && Transition.deadline(before) == Transition.deadline(after);
  }

  /** A clock that is set back must not bring back deadlines that were passed over. */
  private long atLeastDropped(long millis) {
    return Math.max(millis, droppedMillis);
  }

  private static boolean isWaiting(Outcome outcome, long nowMillis) {
    return !outcome.isComplete() && outcome.deadlineMillis() >= nowMillis;
  }

  private void tellDrop(
      Funnel funnel, byte[] home, int stage, long deadlineMillis, long nowMillis) {
    long at = deadlineMillis == Long.MIN_VALUE ? nowMillis : deadlineMillis; // never in time
    tell(funnel, home, new Transition(stage, Transition.State.DROPPED, at), nowMillis);
  }

  /** Forgets a person without a word. */
  void forget(Funnel funnel, byte[] home, @Nullable Outcome before) {
    if (before != null && !before.isComplete()) {
      store.note(key(funnel.key(), home, before), null);
    }
  }

  /**
   * Tells who has dropped by now.
   *
   * @param funnels gives the funnel of a version; null if it is not kept any more
   */
  void drop(Function<FunnelVersion, @Nullable Funnel> funnels, long millis) {
    long nowMillis = atLeastDropped(millis);
    var from = Bytes.wrap(bound(droppedMillis));
    var due = new ArrayList<Bytes>();
    try (var oldest = store.notes(from, Bytes.wrap(bound(nowMillis)))) {
      while (oldest.hasNext() && due.size() < MOST_AT_A_TIME) {
        due.add(oldest.next().key);
      }
    }
    for (var key : due) {
      var bytes = ByteBuffer.wrap(key.get());
      long deadline = order(bytes.getLong(DEADLINE));
      int length = bytes.getInt(DEADLINE + Long.BYTES);
      var version = TallyCodec.funnel(Arrays.copyOfRange(key.get(), HEADER, HEADER + length));
      var funnel = funnels.apply(version);
      var stage = store.noted(key);
      if (funnel != null && stage != null) {
        var home = Arrays.copyOfRange(key.get(), HEADER + length, key.get().length);
        tellDrop(funnel, home, stage[0], deadline, nowMillis);
      }
      store.note(key, null);
    }
    if (due.size() < MOST_AT_A_TIME) {
      droppedMillis = nowMillis;
    }
  }

  private static byte[] bound(long deadlineMillis) {
    return ByteBuffer.allocate(DEADLINE + Long.BYTES)
        .put(PREFIX)
        .putLong(order(deadlineMillis))
        .array();
  }

  private void tell(Funnel funnel, byte[] home, Transition step, long nowMillis) {
    out.accept(home, StageTransition.of(funnel, EventCodec.senderOf(home), step, nowMillis));
  }

  private static byte[] stage(Outcome outcome) {
    return new byte[] {(byte) (outcome.depth() - 1)};
  }

  private static Bytes key(FunnelVersion funnel, byte[] home, Outcome outcome) {
    var version = TallyCodec.prefix(funnel);
    return Bytes.wrap(
        ByteBuffer.allocate(HEADER + version.length + home.length)
            .put(PREFIX)
            .putLong(order(outcome.deadlineMillis()))
            .putInt(version.length)
            .put(version)
            .put(home)
            .array());
  }

  /** Negative times come first. */
  private static long order(long millis) {
    return millis ^ Long.MIN_VALUE;
  }
}
