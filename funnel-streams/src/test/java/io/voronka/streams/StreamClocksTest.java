package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.TallyKey;
import io.voronka.testing.Scenario;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.StageMinutes.Clock;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class StreamClocksTest {

  private final KeyValueStore<Bytes, byte[]> disk = TestStores.plain("tallies");
  private FigureStore<TallyKey> store = TestStores.figures(disk);
  private StreamClocks clocks = new StreamClocks(store, millis("10:00"));

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
    clocks = new StreamClocks(store, millis("10:05"));

    assertThat(clock("10:05:20")).isEqualTo(at("09:59", false));
    clocks.hear("shop", millis("10:01"), millis("10:05:21"));
    assertThat(clocks.millis("shop")).isEqualTo(millis("10:01"));
    assertThat(clock("10:05:40")).isEqualTo(at("10:05", false));
  }
}
