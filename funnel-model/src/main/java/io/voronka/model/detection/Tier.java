package io.voronka.model.detection;

/** Counts of consecutive spans of one length, oldest first. Mutable, not thread-safe. */
final class Tier {

  private static final int SPARE = 16;

  /** Minutes of a span. */
  final int width;

  int size;

  /** People who advanced in the span. */
  int[] advances;

  /** People who reached the stage in the span. */
  int[] reached;

  /** Of those who reached it in the span, how many have advanced so far. */
  int[] advancedSoFar;

  /** Of those who reached it in the span, how many are expected to advance in the end. */
  double[] due;

  /** Advances that were expected in the span. */
  double[] expected;

  Tier(int width, int most) {
    this.width = width;
    int capacity = most + SPARE;
    advances = new int[capacity];
    reached = new int[capacity];
    advancedSoFar = new int[capacity];
    due = new double[capacity];
    expected = new double[capacity];
  }

  void append(int advancesThen, int reachedThen, double dueThen, double expectedThen) {
    advances[size] = advancesThen;
    reached[size] = reachedThen;
    advancedSoFar[size] = 0;
    due[size] = dueThen;
    expected[size] = expectedThen;
    size++;
  }

  /** Moves the oldest spans to a coarser tier, as one; a tier of no room forgets them. */
  void mergeOldest(int spans, Tier into, Layout layout) {
    int advancesThen = 0;
    int reachedThen = 0;
    double dueThen = 0;
    double expectedThen = 0;
    for (int i = 0; i < spans; i++) {
      advancesThen += advances[i];
      reachedThen += reached[i];
      dueThen += due[i];
      expectedThen += expected[i];
    }
    into.append(advancesThen, reachedThen, layout.rounded(dueThen), layout.rounded(expectedThen));
    dropOldest(spans);
  }

  void dropOldest(int spans) {
    int left = size - spans;
    System.arraycopy(advances, spans, advances, 0, left);
    System.arraycopy(reached, spans, reached, 0, left);
    System.arraycopy(advancedSoFar, spans, advancedSoFar, 0, left);
    System.arraycopy(due, spans, due, 0, left);
    System.arraycopy(expected, spans, expected, 0, left);
    size = left;
  }

  /**
   * @param isFine whether it is known of each span how many have advanced so far
   */
  void write(StateOutput out, boolean isFine, Layout layout) {
    out.count(size);
    for (int i = 0; i < size; i++) {
      out.count(advances[i]).count(reached[i]);
      if (isFine) {
        out.count(advancedSoFar[i]);
      }
      layout.write(out, due[i]);
      layout.write(out, expected[i]);
    }
  }

  void read(StateInput in, boolean isFine, Layout layout) {
    size = in.size(advances.length);
    for (int i = 0; i < size; i++) {
      advances[i] = in.count();
      reached[i] = in.count();
      advancedSoFar[i] = isFine ? in.count() : 0;
      due[i] = layout.read(in);
      expected[i] = layout.read(in);
    }
  }
}
