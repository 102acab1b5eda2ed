package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class UncommittedTest {

  private static final long NOW = 1_000_000;

  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
  private final FigureStore<Bytes> store =
      new FigureStore<>(TestStores.plain("figures"), Bytes::get);
  private final CommitPace pace = new CommitPace(System::nanoTime);
  private final Uncommitted uncommitted = new Uncommitted(context, store, pace);

  UncommittedTest() {
    context.setCurrentSystemTimeMs(NOW);
  }

  /** Lets the clock ring that is set, after as long as it has to. */
  private void ringAfter(Duration wait) {
    var set =
        context.scheduledPunctuators().stream()
            .filter(clock -> !clock.cancelled())
            .findFirst()
            .orElseThrow();
    assertThat(set.getType()).isEqualTo(PunctuationType.WALL_CLOCK_TIME);
    assertThat(set.getInterval()).isEqualTo(wait);
    context.setCurrentSystemTimeMs(context.currentSystemTimeMs() + wait.toMillis());
    set.getPunctuator().punctuate(context.currentSystemTimeMs());
  }

  private boolean isClockSet() {
    return context.scheduledPunctuators().stream().anyMatch(clock -> !clock.cancelled());
  }

  private boolean isCommitted() {
    boolean is = context.committed();
    if (is) {
      context.resetCommit();
      store.flushCache();
    }
    return is;
  }

  @Test
  void nothing_is_committed_where_nothing_was_done() {
    uncommitted.request(NOW);
    assertThat(isCommitted()).isFalse();
    assertThat(isClockSet()).isFalse();
  }

  @Test
  void what_was_done_is_committed_once_and_as_soon_as_it_may_be() {
    uncommitted.add();
    uncommitted.add();
    ringAfter(Duration.ofMillis(1));
    assertThat(isCommitted()).isTrue();
    assertThat(isClockSet()).isFalse();
    uncommitted.request(NOW + 500);
    assertThat(isCommitted()).isFalse();
  }

  @Test
  void who_may_not_yet_waits_until_he_may() {
    assertThat(pace.request(context, NOW)).isTrue();
    pace.commits();
    assertThat(pace.request(context, NOW + 1)).isTrue();
    pace.commits();
    context.resetCommit();
    context.setCurrentSystemTimeMs(NOW + 2);
    uncommitted.add();
    uncommitted.request(NOW + 2);
    assertThat(isCommitted()).isFalse();
    ringAfter(Duration.ofMillis(99));
    assertThat(isCommitted()).isTrue();
  }

  @Test
  void a_thread_waits_for_records_no_longer_than_for_its_clock() {
    var asked = Duration.ofMillis(10);
    assertThat(pace.patience(asked)).isEqualTo(CommitPace.PATIENCE);
    uncommitted.add();
    uncommitted.add();
    assertThat(pace.patience(asked)).isEqualTo(asked);
    ringAfter(Duration.ofMillis(1));
    assertThat(pace.patience(asked)).isEqualTo(CommitPace.PATIENCE);
    uncommitted.add();
    uncommitted.stop();
    uncommitted.stop();
    assertThat(pace.patience(asked)).isEqualTo(CommitPace.PATIENCE);
    assertThat(isClockSet()).isFalse();
  }
}
