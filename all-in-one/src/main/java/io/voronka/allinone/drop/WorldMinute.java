package io.voronka.allinone.drop;

import io.voronka.model.detection.MinuteCounts;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * What becomes known in a minute of the world.
 *
 * @param reached how many of each kind of people reached the stage
 * @param advances of each person who advanced, the kind and how many minutes ago the stage was
 *     reached: {@code kind · 65536 + delay}
 */
public record WorldMinute(long minute, int[] reached, int[] advances) {

  private static final int DELAYS = 1 << 16;

  static int advance(int kind, int delay) {
    return kind * DELAYS + delay;
  }

  /** The counts of everybody. */
  public MinuteCounts counts() {
    return counts(kind -> true);
  }

  /** The counts of some kinds of people. */
  public MinuteCounts counts(IntPredicate kinds) {
    int came = 0;
    for (int kind = 0; kind < reached.length; kind++) {
      came += reached[kind] > 0 && kinds.test(kind) ? reached[kind] : 0;
    }
    int[] delays =
        Arrays.stream(advances)
            .filter(advance -> kinds.test(advance / DELAYS))
            .map(advance -> advance % DELAYS)
            .sorted()
            .toArray();
    int[] distinct = new int[delays.length];
    int[] counts = new int[delays.length];
    int size = 0;
    for (int i = 0; i < delays.length; i++) {
      if (i == 0 || delays[i] != delays[i - 1]) {
        distinct[size++] = delays[i];
      }
      counts[size - 1]++;
    }
    return new MinuteCounts(
        minute, came, Arrays.copyOf(distinct, size), Arrays.copyOf(counts, size));
  }
}
