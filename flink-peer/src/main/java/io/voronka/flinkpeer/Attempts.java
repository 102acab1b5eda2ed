package io.voronka.flinkpeer;

import java.util.Arrays;
import org.apache.flink.util.Collector;

/**
 * Keeps of each stage the latest start that a chain to it can have, which is exact for stages of
 * different names and events in order.
 */
final class Attempts extends PersonAttempts {

  private static final long serialVersionUID = 1;

  Attempts(long windowMillis, int stages) {
    super(windowMillis, stages);
  }

  @Override
  public void processElement(Step step, Context context, Collector<Integer> out) throws Exception {
    var known = state.value(); // starts of the stages; then how many were reached
    if (known == null) {
      if (step.stage > 0) {
        return;
      }
      known = new long[stages + 1];
      Arrays.fill(known, 0, stages, NEVER);
    }
    if (known[stages] == stages || !advance(known, step.stage, step.millis)) {
      return;
    }
    if (step.stage == known[stages]) {
      known[stages]++;
      out.collect(step.stage);
    }
    state.update(known);
  }
}
