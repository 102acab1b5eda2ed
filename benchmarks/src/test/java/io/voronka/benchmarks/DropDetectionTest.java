package io.voronka.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.allinone.drop.EpisodeKind;
import io.voronka.allinone.drop.WorldSettings;
import io.voronka.model.detection.Alert.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A small fixed part of {@link DropDetection}. */
class DropDetectionTest {

  @Test
  void where_nothing_goes_wrong_nothing_is_told() {
    assertThat(DropTrial.run(WorldSettings.calm(1001, 500, 84)).alerts()).isEmpty();
  }

  @Test
  void large_drops_are_found_about_as_soon_as_can_be_and_resolved() {
    var kinds = List.of(EpisodeKind.DROP_50, EpisodeKind.DROP_100);
    var trial = DropTrial.run(WorldSettings.calm(1201, 500, 84).with(kinds));
    var board = new DropScoreboard();
    board.add(trial);

    var delays = board.delays(EpisodeKind.DROP_50, EpisodeKind.DROP_100);
    assertThat(delays).hasSizeGreaterThan(5).allMatch(delay -> Double.isFinite(delay.delay()));
    assertThat(DropScoreboard.medianRatio(delays)).isLessThan(1.6);
    assertThat(board.falseAlarms()).isEmpty();
    assertThat(trial.fired()).allMatch(alert -> trial.last(alert).state() == State.RESOLVED);
  }

  @Test
  void a_broken_browser_is_named() {
    var settings =
        WorldSettings.calm(1401, 500, 66).withProperties().with(List.of(EpisodeKind.SAFARI_100));
    var board = new DropScoreboard();
    board.add(DropTrial.run(settings));

    assertThat(board.delays(EpisodeKind.SAFARI_100)).hasSizeGreaterThan(1);
    assertThat(board.causesRight()).isEqualTo(1);
    assertThat(board.falseAlarms()).isEmpty();
  }

  @Test
  void when_nobody_comes_that_is_told_and_no_drop() {
    var settings = WorldSettings.calm(1202, 500, 66).with(List.of(EpisodeKind.TRAFFIC_STOP));
    var trial = DropTrial.run(settings);

    assertThat(trial.fired()).isNotEmpty().allMatch(alert -> alert.kind().isTraffic());
    assertThat(trial.fired()).hasSameSizeAs(trial.episodes());
  }
}
