package io.voronka.flinkpeer;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Adds up how many people reached each stage, and says the sums at most ten times a second. */
final class Sums extends KeyedProcessFunction<Integer, Integer, Tuple2<Integer, Long>> {

  private static final long serialVersionUID = 1;
  private static final long SAY_MILLIS = 100;

  private transient ValueState<Long> sum;
  private transient ValueState<Boolean> isToSay;

  @SuppressWarnings("NullAway.Init") // Flink opens it first
  Sums() {}

  @Override
  public void open(OpenContext context) {
    sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", Types.LONG));
    isToSay = getRuntimeContext().getState(new ValueStateDescriptor<>("to-say", Types.BOOLEAN));
  }

  @Override
  public void processElement(Integer stage, Context context, Collector<Tuple2<Integer, Long>> out)
      throws Exception {
    var before = sum.value();
    sum.update(before == null ? 1 : before + 1);
    if (isToSay.value() == null) {
      isToSay.update(true);
      context
          .timerService()
          .registerProcessingTimeTimer(context.timerService().currentProcessingTime() + SAY_MILLIS);
    }
  }

  @Override
  public void onTimer(long millis, OnTimerContext context, Collector<Tuple2<Integer, Long>> out)
      throws Exception {
    isToSay.clear();
    out.collect(Tuple2.of(context.getCurrentKey(), sum.value()));
  }
}
