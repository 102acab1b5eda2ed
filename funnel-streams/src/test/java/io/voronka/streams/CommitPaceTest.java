package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class CommitPaceTest {

  private static final long NOW = 1_000_000;

  private long nanos;
  private final CommitPace pace = new CommitPace(() -> nanos);

  private boolean commits(long wallMillis) {
    boolean isToBe = isAsked(wallMillis);
    pace.commits();
    return isToBe;
  }

  private boolean isAsked(long wallMillis) {
    var context = new MockProcessorContext<Void, Void>();
    assertThat(pace.request(context, wallMillis)).isEqualTo(context.committed());
    return context.committed();
  }

  /** What was asked for is committed, which takes so long. */
  private void takes(long millis) {
    pace.commits(); // a second task of the thread
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    pace.committed();
  }

  @Test
  void who_asks_before_the_commit_joins_it() {
    assertThat(commits(NOW)).isTrue();
    assertThat(commits(NOW)).isTrue();
    assertThat(isAsked(NOW + 100)).isTrue();
    assertThat(pace.isFree(NOW + 102)).isTrue();
    assertThat(pace.waitMillis(NOW + 102)).isEqualTo(100);
    assertThat(isAsked(NOW + 102)).isTrue();
    pace.commits();
    assertThat(pace.isFree(NOW + 199)).isFalse();
    assertThat(commits(NOW + 200)).isTrue();
  }

  /** Two at once after a while: what a task of the thread says another one goes on with. */
  @Test
  void who_keeps_up_commits_every_hundred_milliseconds_whoever_asks() {
    pace.read(NOW - 2000, NOW);
    assertThat(pace.waitMillis(NOW)).isEqualTo(1);
    assertThat(commits(NOW)).isTrue();
    assertThat(pace.waitMillis(NOW + 10)).isEqualTo(1);
    assertThat(commits(NOW + 10)).isTrue();
    assertThat(pace.waitMillis(NOW + 20)).isEqualTo(90);
    assertThat(commits(NOW + 109)).isFalse();
    assertThat(commits(NOW + 110)).isTrue();
    assertThat(commits(NOW + 209)).isFalse();
    assertThat(commits(NOW + 210)).isTrue();
    assertThat(commits(NOW + 220)).isFalse();
  }

  @Test
  void no_more_than_half_of_the_time_is_spent_in_transactions() {
    assertThat(commits(NOW)).isTrue();
    takes(50);
    assertThat(commits(NOW + 100)).isTrue();
    takes(150);
    assertThat(commits(NOW + 200)).as("one that takes long is an exception").isTrue();
    takes(160);
    assertThat(pace.waitMillis(NOW + 360)).isEqualTo(100);
    assertThat(commits(NOW + 499)).isFalse();
    assertThat(commits(NOW + 500)).isTrue();
    takes(20_000);
    takes(20_000);
    assertThat(commits(NOW + 4499)).isFalse();
    assertThat(commits(NOW + 4500)).isTrue();
    takes(10);
    assertThat(commits(NOW + 4600)).isTrue();
  }

  @Test
  void who_has_to_catch_up_spends_no_more_than_half_of_the_time_in_transactions_either() {
    assertThat(commits(NOW)).isTrue();
    takes(900);
    assertThat(commits(NOW + 1000)).isTrue();
    takes(800);
    pace.read(NOW, NOW + 2500);
    assertThat(commits(NOW + 2599)).isFalse();
    assertThat(commits(NOW + 2600)).isTrue();
  }

  @Test
  void a_transaction_that_was_given_up_is_no_slow_one() {
    assertThat(commits(NOW)).isTrue();
    nanos += TimeUnit.SECONDS.toNanos(30);
    assertThat(commits(NOW + 30_000)).isTrue();
    takes(20);
    assertThat(commits(NOW + 30_010)).isTrue();
    assertThat(commits(NOW + 30_109)).isFalse();
    assertThat(commits(NOW + 30_110)).isTrue();
  }

  @Test
  void who_paused_goes_on_at_once_also_where_transactions_take_long() {
    assertThat(commits(NOW)).isTrue();
    takes(150);
    assertThat(commits(NOW + 300)).isTrue();
    takes(150);
    assertThat(commits(NOW + 699)).isTrue();
    assertThat(commits(NOW + 710)).isFalse();
    assertThat(commits(NOW + 699 + 400)).isTrue();
    assertThat(commits(NOW + 699 + 410)).isTrue();
  }

  @Test
  void who_has_to_catch_up_commits_once_a_second_until_it_is_done() {
    assertThat(commits(NOW - 1)).isTrue();
    pace.read(NOW - 2001, NOW);
    assertThat(pace.isBehind(NOW)).isTrue();
    assertThat(pace.waitMillis(NOW)).isEqualTo(100);
    assertThat(commits(NOW + 250)).isFalse();
    pace.read(NOW + 250, NOW + 250);
    assertThat(commits(NOW + 299)).isFalse();
    assertThat(commits(NOW + 300)).isTrue();
    pace.read(NOW - 2000, NOW + 1200);
    assertThat(commits(NOW + 1299)).isFalse();
    assertThat(commits(NOW + 1300)).isTrue();
  }

  @Test
  void who_has_much_to_catch_up_commits_every_four_seconds() {
    assertThat(commits(NOW)).isTrue();
    pace.read(NOW - 27_000, NOW + 3001);
    assertThat(commits(NOW + 3001)).isFalse();
    pace.read(NOW - 27_000, NOW + 3999);
    assertThat(commits(NOW + 3999)).isFalse();
    assertThat(commits(NOW + 4000)).isTrue();
    pace.read(NOW - 26_000, NOW + 4000); // has waited for thirty seconds, and no longer
    assertThat(commits(NOW + 4299)).isFalse();
    pace.read(NOW - 25_000, NOW + 5000);
    assertThat(commits(NOW + 5000)).isTrue();
  }

  @Test
  void a_clock_that_is_set_back_stops_no_commits() {
    assertThat(commits(NOW)).isTrue();
    pace.read(NOW - 5000, NOW);
    assertThat(commits(NOW - 500_000)).isTrue();
  }

  @Test
  void a_thread_waits_as_long_as_was_asked_where_that_is_longer_or_not_at_all() {
    assertThat(pace.patience(Duration.ZERO)).isZero();
    assertThat(pace.patience(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.patience(Duration.ofMillis(1))).isEqualTo(CommitPace.PATIENCE);
  }

  @Test
  void clocks_of_other_threads_do_not_keep_one_from_waiting() throws InterruptedException {
    var context = new MockProcessorContext<Void, Void>();
    var asked = Duration.ofMillis(10);
    var other = new Thread(() -> pace.schedule(context, asked, now -> {}));
    other.start();
    other.join();
    assertThat(pace.patience(asked)).isEqualTo(CommitPace.PATIENCE);
    var own = pace.schedule(context, asked, now -> {});
    assertThat(pace.patience(asked)).isEqualTo(asked);
    own.cancel();
    own.cancel();
    assertThat(pace.patience(asked)).isEqualTo(CommitPace.PATIENCE);
  }
}
