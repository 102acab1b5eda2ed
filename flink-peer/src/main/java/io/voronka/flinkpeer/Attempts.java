package io.voronka.flinkpeer;

import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Follows each person through an ordered funnel and says when somebody reaches a stage for the
 * first time. Of each stage it keeps the latest start that a chain to it can have, which is exact
 * for stages of different names and events in order.
 */
final class Attempts extends KeyedProcessFunction<String, Step, Integer> {

  private static final long serialVersionUID = 1;
  private static final long NEVER = Long.MIN_VALUE;

  private final long windowMillis;
  private final int stages;
  private transient ValueState<long[]> starts; // of the stages; then how many were reached

  @SuppressWarnings("NullAway.Init") // Flink opens it first
  Attempts(long windowMillis, int stages) {
    this.windowMillis = windowMillis;
    this.stages = stages;
  }

  @Override
  public void open(OpenContext context) {
    starts =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "starts", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  @Override
  public void processElement(Step step, Context context, Collector<Integer> out) throws Exception {
    var known = starts.value();
    if (known == null) {
      if (step.stage > 0) {
        return;
      }
      known = new long[stages + 1];
      Arrays.fill(known, 0, stages, NEVER);
    }
    long start = step.stage == 0 ? step.millis : known[step.stage - 1];
    if (known[stages] == stages
        || start == NEVER
        || step.millis - start > windowMillis
        || start == known[step.stage]) {
      return;
    }
    known[step.stage] = start;
    if (step.stage == known[stages]) {
      known[stages]++;
      out.collect(step.stage);
    }
    starts.update(known);
  }
}
