package io.voronka.flinkpeer;

import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * As {@link Attempts}, for events that come in any order and more than once: keeps each person's
 * steps, in the order of time, and looks through them when one is new. To reach a stage can't be
 * undone by a step that comes later.
 */
final class AttemptsInAnyOrder extends KeyedProcessFunction<String, Step, Integer> {

  private static final long serialVersionUID = 1;
  private static final long NEVER = Long.MIN_VALUE;

  // How many stages were reached, then of each step its time, its stage and its id.
  private static final int FIRST = 1;
  private static final int STAGE = 1;
  private static final int ID = 2;
  private static final int FIELDS = 3;

  private final long windowMillis;
  private final int stages;
  private transient ValueState<long[]> steps;
  private transient long[] starts; // of the stages, while steps are looked through

  @SuppressWarnings("NullAway.Init") // Flink opens it first
  AttemptsInAnyOrder(long windowMillis, int stages) {
    this.windowMillis = windowMillis;
    this.stages = stages;
  }

  @Override
  public void open(OpenContext context) {
    starts = new long[stages];
    steps =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "steps", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  @Override
  public void processElement(Step step, Context context, Collector<Integer> out) throws Exception {
    var known = steps.value();
    var now = known == null ? with(new long[FIRST], FIRST, step) : with(known, step);
    if (now == null) {
      return;
    }
    for (int reached = reached(now); now[0] < reached; now[0]++) {
      out.collect((int) now[0]);
    }
    steps.update(now);
  }

  /** Returns the steps with one more, or null if it is known. */
  private static long @Nullable [] with(long[] known, Step step) {
    int at = FIRST;
    for (int i = FIRST; i < known.length; i += FIELDS) {
      if (known[i + ID] == step.id) {
        return null;
      }
      // Steps of one time count in whichever order serves the chain.
      boolean isBefore =
          known[i] < step.millis || known[i] == step.millis && known[i + STAGE] <= step.stage;
      at = isBefore ? i + FIELDS : at;
    }
    return with(known, at, step);
  }

  private static long[] with(long[] known, int at, Step step) {
    var now = Arrays.copyOf(known, known.length + FIELDS);
    System.arraycopy(known, at, now, at + FIELDS, known.length - at);
    now[at] = step.millis;
    now[at + STAGE] = step.stage;
    now[at + ID] = step.id;
    return now;
  }

  private int reached(long[] known) {
    Arrays.fill(starts, NEVER);
    int reached = 0;
    for (int i = FIRST; i < known.length; i += FIELDS) {
      int stage = (int) known[i + STAGE];
      long start = stage == 0 ? known[i] : starts[stage - 1];
      if (start != NEVER && known[i] - start <= windowMillis) {
        starts[stage] = start;
        reached = Math.max(reached, stage + 1);
      }
    }
    return reached;
  }
}
