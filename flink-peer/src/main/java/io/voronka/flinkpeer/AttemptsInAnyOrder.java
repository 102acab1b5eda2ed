package io.voronka.flinkpeer;

import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.util.Collector;

/**
 * For events that come in any order and more than once: keeps each person's steps, in the order of
 * time, and looks through them when one is new. To reach a stage can't be undone by a step that
 * comes later, so of who has reached all nothing needs to be kept but that. Exact for stages of
 * different names: of steps to one stage at one time a single one counts.
 */
final class AttemptsInAnyOrder extends PersonAttempts {

  private static final long serialVersionUID = 1;
  private static final int FIRST = 1; // before it: how many stages were reached
  private static final int STAGE_BITS = 4;

  private transient long[] starts; // of the stages, while steps are looked through

  @SuppressWarnings("NullAway.Init") // Flink opens it first
  AttemptsInAnyOrder(long windowMillis, int stages) {
    super(windowMillis, stages);
  }

  @Override
  public void open(OpenContext context) {
    super.open(context);
    starts = new long[stages];
  }

  @Override
  public void processElement(Step step, Context context, Collector<Integer> out) throws Exception {
    var stored = state.value();
    var known = stored == null ? new long[FIRST] : stored;
    // Steps of one time count in whichever order serves the chain.
    long packed = step.millis << STAGE_BITS | step.stage;
    int at = Arrays.binarySearch(known, FIRST, known.length, packed);
    if (known[0] == stages || at >= 0) {
      return;
    }
    var now = with(known, -at - 1, packed);
    for (int reached = reached(now); now[0] < reached; now[0]++) {
      out.collect((int) now[0]);
    }
    state.update(now[0] == stages ? Arrays.copyOf(now, FIRST) : now);
  }

  private static long[] with(long[] known, int at, long packed) {
    var now = Arrays.copyOf(known, known.length + 1);
    System.arraycopy(known, at, now, at + 1, known.length - at);
    now[at] = packed;
    return now;
  }

  private int reached(long[] known) {
    Arrays.fill(starts, NEVER);
    int reached = 0;
    for (int i = FIRST; i < known.length; i++) {
      int stage = (int) (known[i] & (1 << STAGE_BITS) - 1);
      if (advance(starts, stage, known[i] >> STAGE_BITS)) {
        reached = Math.max(reached, stage + 1);
      }
    }
    return reached;
  }
}
