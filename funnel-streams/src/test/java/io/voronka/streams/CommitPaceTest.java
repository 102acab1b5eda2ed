package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class CommitPaceTest {

  private static final long NOW = 1_000_000;

  private final CommitPace pace = new CommitPace();

  private boolean commits(long wallMillis) {
    var context = new MockProcessorContext<Void, Void>();
    pace.request(context, wallMillis);
    return context.committed();
  }

  @Test
  void who_keeps_up_commits_every_hundred_milliseconds_whoever_asks() {
    pace.read(NOW - 2000, NOW);
    assertThat(commits(NOW)).isTrue();
    assertThat(commits(NOW + 99)).isFalse();
    assertThat(commits(NOW + 100)).isTrue();
  }

  @Test
  void who_has_to_catch_up_leaves_it_to_the_interval_until_it_is_done() {
    pace.read(NOW - 2001, NOW);
    assertThat(pace.isBehind(NOW)).isTrue();
    assertThat(commits(NOW)).isFalse();
    pace.read(NOW + 250, NOW + 250);
    assertThat(commits(NOW + 299)).isFalse();
    assertThat(commits(NOW + 300)).isTrue();
  }

  @Test
  void a_clock_that_is_set_back_stops_no_commits() {
    assertThat(commits(NOW)).isTrue();
    pace.read(NOW - 5000, NOW);
    assertThat(commits(NOW - 500_000)).isTrue();
  }
}
