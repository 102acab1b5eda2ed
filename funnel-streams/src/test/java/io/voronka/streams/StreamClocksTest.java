package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.TallyKey;
import io.voronka.testing.Scenario;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.StageMinutes.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class StreamClocksTest {

  private final KeyValueStore<Bytes, byte[]> disk = TestStores.plain("tallies");
  private FigureStore<TallyKey> store = TestStores.figures(disk);
  private StreamClocks clocks = new StreamClocks(store, Duration.ofMinutes(10), millis("10:00"));

  private static long millis(String time) {
    return Scenario.at(time).toEpochMilli();
  }

  private Clock clock(String wall) {
    clocks.tick(millis(wall));
    return clocks.all(List.of("shop"), millis(wall)).get(0);
  }

  private static Clock at(String time, boolean isIdle) {
    return new Clock("shop", AlertRecord.minute(millis(time)), isIdle);
  }

  @Test
  void time_is_that_of_the_latest_event() {
    clocks.hear("shop", millis("09:20"), millis("10:00"));
    clocks.hear("shop", millis("09:10"), millis("10:00"));
    assertThat(clock("10:00:01")).isEqualTo(at("09:20", false));
  }

  @Test
  void an_event_of_the_future_does_not_carry_time_with_it() {
    clocks.hear("shop", millis("18:00"), millis("10:00"));
    assertThat(clocks.millis("shop")).isEqualTo(millis("10:00"));
  }

  @Test
  void the_wall_clock_moves_a_quiet_project_on_that_is_live() {
    clocks.hear("shop", millis("09:59:59"), millis("10:00"));
    assertThat(clock("10:00:01")).isEqualTo(at("09:59", false));
    assertThat(clock("10:00:02")).isEqualTo(at("10:00", false));
    assertThat(clock("10:07")).isEqualTo(at("10:06", false));
    assertThat(clock("10:16:30")).isEqualTo(at("10:16", false));
  }

  @Test
  void a_project_that_is_far_behind_stands_still_and_is_idle_after_a_while() {
    clocks.hear("shop", millis("08:00"), millis("10:00"));
    assertThat(clock("10:00:29")).isEqualTo(at("08:00", false));
    assertThat(clock("10:00:30")).isEqualTo(at("08:00", true));
    clocks.hear("shop", millis("08:01"), millis("10:05"));
    assertThat(clock("10:05")).isEqualTo(at("08:01", false));
  }

  @Test
  void nobody_has_to_wait_for_a_partition_that_never_heard_of_a_project() {
    assertThat(clock("10:00:29")).isEqualTo(new Clock("shop", Long.MIN_VALUE, false));
    assertThat(clock("10:00:30")).isEqualTo(new Clock("shop", Long.MIN_VALUE, true));
  }

  @Test
  void after_a_start_the_log_is_waited_for() {
    clocks.hear("shop", millis("09:59:30"), millis("10:00"));
    store.flushCache();
    store = TestStores.figures(disk);
    clocks = new StreamClocks(store, Duration.ofMinutes(10), millis("10:05"));

    assertThat(clock("10:05:20")).isEqualTo(at("09:59", false));
    clocks.hear("shop", millis("10:01"), millis("10:05:21"));
    assertThat(clocks.millis("shop")).isEqualTo(millis("10:01"));
    assertThat(clock("10:05:40")).isEqualTo(at("10:05", false));
  }

  /** What comes in a second of an import: hours of the past, in any order. */
  private void imports(String wall) {
    clocks.hear("shop", millis("08:00"), millis(wall));
    clocks.hear("shop", millis("09:55"), millis(wall));
    clocks.hear("shop", millis("03:00"), millis(wall));
    clocks.tick(millis(wall));
  }

  private boolean isFollowed(String wall) {
    clocks.tick(millis(wall));
    return clocks.isFollowed("shop");
  }

  @Test
  void what_is_live_is_followed_after_half_a_minute() {
    clocks.hear("shop", millis("09:59:59"), millis("10:00"));
    assertThat(isFollowed("10:00:29")).isFalse();
    assertThat(isFollowed("10:00:30")).isTrue();
    assertThat(clocks.isKnown("shop")).isTrue();
    assertThat(clocks.isKnown("other")).isFalse();
    assertThat(clocks.isFollowed("other")).isFalse();
  }

  @Test
  void an_import_is_not_followed_even_as_it_comes_up_to_the_present() {
    for (int second = 10; second < 60; second++) {
      imports("10:00:" + second);
    }
    assertThat(isFollowed("10:01:28")).isFalse();
    assertThat(isFollowed("10:01:29")).isTrue();
  }

  @Test
  void a_late_event_now_and_then_is_no_import() {
    for (int second = 10; second < 40; second++) {
      var wall = "10:00:" + second;
      for (int i = 0; i < 20; i++) {
        clocks.hear("shop", millis(wall), millis(wall));
      }
      clocks.hear("shop", millis("09:00"), millis(wall));
      clocks.tick(millis(wall));
    }
    assertThat(isFollowed("10:00:40")).isTrue();
  }

  @Test
  void an_import_of_what_is_long_past_is_over_after_a_pause() {
    clocks.hear("shop", millis("03:00"), millis("10:00"));
    clocks.tick(millis("10:00"));
    assertThat(isFollowed("10:09:59")).isFalse();
    assertThat(isFollowed("10:10")).isTrue();
  }

  @Test
  void a_minute_begins_with_an_event_of_what_is_followed() {
    clocks.hear("shop", millis("10:00:10"), millis("10:00:10"));
    assertThat(clocks.beginsMinute("shop", millis("10:01"), millis("10:05"))).isFalse();
    assertThat(isFollowed("10:00:40")).isTrue();
    assertThat(clocks.beginsMinute("shop", millis("10:00:59"), millis("10:05"))).isFalse();
    assertThat(clocks.beginsMinute("shop", millis("09:58"), millis("10:05"))).isFalse();
    assertThat(clocks.beginsMinute("shop", millis("10:01"), millis("10:05"))).isTrue();
    assertThat(clocks.beginsMinute("shop", millis("10:01"), millis("10:00:59"))).isFalse();
    assertThat(clocks.beginsMinute("other", millis("10:01"), millis("10:05"))).isFalse();
  }

  @Test
  void what_is_followed_stays_so() {
    clocks.hear("shop", millis("09:59:59"), millis("10:00"));
    assertThat(isFollowed("10:00:30")).isTrue();
    imports("10:00:40");
    assertThat(isFollowed("10:00:41")).isTrue();
    store.flushCache();
    store = TestStores.figures(disk);
    clocks = new StreamClocks(store, Duration.ofMinutes(10), millis("18:00"));
    assertThat(clocks.isFollowed("shop")).isTrue();
  }
}
