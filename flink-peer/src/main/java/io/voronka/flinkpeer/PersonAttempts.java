package io.voronka.flinkpeer;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;

/**
 * Follows each person through an ordered funnel and says when somebody reaches a stage for the
 * first time. Of each person numbers are kept.
 */
abstract class PersonAttempts extends KeyedProcessFunction<String, Step, Integer> {

  static final long NEVER = Long.MIN_VALUE;
  private static final long serialVersionUID = 1;

  private final long windowMillis;
  final int stages;
  transient ValueState<long[]> state;

  @SuppressWarnings("NullAway.Init") // Flink opens it first
  PersonAttempts(long windowMillis, int stages) {
    this.windowMillis = windowMillis;
    this.stages = stages;
  }

  @Override
  public void open(OpenContext context) {
    state =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "person", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  /**
   * Takes the next step in the order of time.
   *
   * @param starts of each stage the latest start that a chain to it has, or {@link #NEVER}; changed
   * @return whether that of the step's stage is another one now
   */
  final boolean advance(long[] starts, int stage, long millis) {
    long start = stage == 0 ? millis : starts[stage - 1];
    if (start == NEVER || millis - start > windowMillis || start == starts[stage]) {
      return false;
    }
    starts[stage] = start;
    return true;
  }
}
