package io.voronka.model.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The starts of a plain ordered funnel whose windows are open, and how deep each is: all that an
 * event in order needs.
 *
 * <p>Of two open starts the earlier is at least as deep: it could use the same events. So those of
 * one depth lie side by side, and {@code ends[d]} tells where those end that are at least d deep:
 * an event of stage d moves one bound. State: 12 bytes a start and 4 a stage.
 */
final class OpenStarts {

  /**
   * A start.
   *
   * @param index of its attempt
   */
  record Start(long millis, int depth, int index) {}

  /** Takes an attempt that advances. */
  @FunctionalInterface
  interface AdvanceVisitor {
    void advance(int index, int depth);
  }

  /** Of one moment the deepest first: it is the one that used what happened at that moment. */
  private static final Comparator<Start> DEEPEST_FIRST =
      Comparator.comparingLong(Start::millis).thenComparingInt(start -> -start.depth());

  private final int[] ends;
  private long[] millis;
  private int[] indexes;
  private int first;

  /**
   * Takes up open starts.
   *
   * @param starts in the order of time
   */
  OpenStarts(int stages, List<Start> starts) {
    var sorted = new ArrayList<>(starts);
    sorted.sort(DEEPEST_FIRST);
    this.ends = new int[stages + 1];
    this.millis = new long[Math.max(4, sorted.size())];
    this.indexes = new int[millis.length];
    for (var start : sorted) {
      millis[size()] = start.millis();
      indexes[size()] = start.index();
      for (int depth = 1; depth <= start.depth(); depth++) {
        ends[depth]++;
      }
      ends[0]++;
    }
  }

  private int size() {
    return ends[0];
  }

  /** Forgets the starts before the moment. */
  void forget(long firstOpen) {
    while (first < size() && millis[first] < firstOpen) {
      first++;
    }
  }

  /** Lets every start advance that the event takes on: from the deepest, each by one stage. */
  void advance(int stages, AdvanceVisitor visitor) {
    for (int stage = ends.length - 2; stage > 0; stage--) {
      if ((stages & 1 << stage) != 0) {
        for (int at = Math.max(first, ends[stage + 1]); at < ends[stage]; at++) {
          visitor.advance(indexes[at], stage + 1);
        }
        ends[stage + 1] = Math.max(ends[stage + 1], ends[stage]);
      }
    }
  }

  void add(long startMillis, int index) {
    if (size() == millis.length) {
      makeRoom();
    }
    millis[size()] = startMillis;
    indexes[size()] = index;
    ends[0]++;
    ends[1]++;
  }

  private void makeRoom() {
    int kept = size() - first;
    int room = Math.max(4, kept * 2);
    millis = Arrays.copyOf(Arrays.copyOfRange(millis, first, size()), room);
    indexes = Arrays.copyOf(Arrays.copyOfRange(indexes, first, size()), room);
    for (int depth = 0; depth < ends.length; depth++) {
      ends[depth] = Math.max(0, ends[depth] - first);
    }
    first = 0;
  }
}
