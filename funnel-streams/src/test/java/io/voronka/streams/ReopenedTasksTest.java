package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.junit.jupiter.api.Test;

/** After some failures Kafka Streams opens a task again, and what it scheduled goes on. */
class ReopenedTasksTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
  private final StreamMetrics metrics = new StreamMetrics(new SimpleMeterRegistry());

  ReopenedTasksTest() {
    context.setCurrentSystemTimeMs(1_000_000);
  }

  private long ticking() {
    return context.scheduledPunctuators().stream().filter(clock -> !clock.cancelled()).count();
  }

  private void hasItsClocksOnce(Processor<byte[], byte[], byte[], byte[]> processor) {
    processor.init(context);
    long clocks = ticking();
    assertThat(clocks).isPositive();
    processor.close();
    assertThat(ticking()).isZero();
    processor.init(context);
    assertThat(ticking()).isEqualTo(clocks);
  }

  @Test
  void timelines_tick_once() {
    context.addStateStore(TestStores.plain(Stores.ROOMS));
    context.addStateStore(TestStores.figures(TestStores.plain(Stores.TALLIES)));
    hasItsClocksOnce(
        new TimelineProcessor(
            new DefinitionView(),
            "here:1",
            1,
            DAY,
            true,
            DAY,
            metrics,
            new HeldOutlines(),
            Guards.alone()));
  }

  @Test
  void sums_tick_once() {
    context.addStateStore(new FigureStore<Bytes>(TestStores.plain(Stores.SUMS), Bytes::get));
    hasItsClocksOnce(new SumTallies(1, funnel -> null, true, metrics, Guards.alone()));
  }

  @Test
  void the_detector_ticks_once() {
    context.addStateStore(new FigureStore<Bytes>(TestStores.plain(Stores.WATCHES), Bytes::get));
    hasItsClocksOnce(
        new DetectorProcessor(
            1,
            new AlertSettingsView(),
            funnel -> null,
            DAY,
            metrics,
            new DetectorMetrics(new SimpleMeterRegistry()),
            Guards.alone()));
  }
}
