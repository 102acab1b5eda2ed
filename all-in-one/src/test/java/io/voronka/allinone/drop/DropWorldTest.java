package io.voronka.allinone.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DropWorldTest {

  private static final long SEED = 5;
  private static final int DAY = 1440;
  private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");

  private static String counts(WorldSettings settings) throws IOException {
    var out = new ByteArrayOutputStream();
    WorldFiles.writeCounts(new DropWorld(settings), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String calls(WorldSettings settings) throws IOException {
    var out = new ByteArrayOutputStream();
    WorldFiles.writeCalls(settings.withProperties(), MONDAY, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int sum(int[] numbers) {
    return Arrays.stream(numbers).sum();
  }

  @Test
  void the_same_settings_give_the_same_bytes() throws IOException {
    var settings = WorldSettings.calm(SEED, 200, 5);

    assertThat(counts(settings)).isEqualTo(counts(settings));
    assertThat(counts(settings)).isNotEqualTo(counts(WorldSettings.calm(SEED + 1, 200, 5)));
    assertThat(calls(settings)).isEqualTo(calls(settings));
  }

  @Test
  void people_come_and_advance_as_often_as_was_asked_for() {
    var world = new DropWorld(WorldSettings.calm(SEED, 600, 28));
    long reached = 0;
    long advanced = 0;
    while (world.hasNext()) {
      var minute = world.next().counts();
      reached += minute.reached();
      advanced += sum(minute.counts());
    }
    assertThat(reached / (28 * 24.0)).as("seed %s", SEED).isCloseTo(600, within(60.0));
    assertThat(advanced / (double) reached).as("seed %s", SEED).isCloseTo(0.30, within(0.04));
  }

  @Test
  void each_minute_is_a_line() throws IOException {
    var lines = counts(WorldSettings.calm(SEED, 200, 2)).split("\n", -1);

    assertThat(lines).hasSize(2 * DAY + 1);
    assertThat(lines[0]).startsWith("{\"m\":0,\"r\":").endsWith("]}");
  }

  @Test
  void episodes_begin_after_the_history_and_do_what_they_are_called() {
    var kinds = List.of(EpisodeKind.DROP_100, EpisodeKind.TRAFFIC_STOP);
    var world = new DropWorld(WorldSettings.calm(SEED, 1000, 64).with(kinds));
    var episodes = world.episodes();
    int checked = 0;
    assertThat(episodes).hasSizeGreaterThan(2);
    while (world.hasNext()) {
      var minute = world.next().counts();
      for (var episode : episodes) {
        assertThat(episode.start()).isGreaterThan(WorldSettings.HISTORY_DAYS * (long) DAY);
        if (episode.holds(minute.minute()) && !episode.isCohort()) {
          assertThat(sum(minute.counts())).as("seed %s, %s", SEED, episode).isZero();
          checked++;
        }
        if (episode.holds(minute.minute()) && episode.kind() == EpisodeKind.TRAFFIC_STOP) {
          assertThat(minute.reached()).as("seed %s, %s", SEED, episode).isZero();
        }
      }
    }
    assertThat(checked).isPositive();
  }

  @Test
  void calls_tell_the_same_people_with_properties_and_a_clock() throws IOException {
    var settings = WorldSettings.calm(SEED, 300, 3);
    var lines = calls(settings).lines().distinct().toList();
    var world = new DropWorld(settings.withProperties());
    long reached = 0;
    while (world.hasNext()) {
      reached += world.next().counts().reached();
    }

    Predicate<String> isCart = line -> line.contains("\"Cart Viewed\"");
    assertThat(lines).filteredOn(isCart).hasSize((int) reached);
    assertThat(lines)
        .filteredOn(isCart)
        .allMatch(line -> line.contains("\"browser\":") && line.contains("\"source\":"));
    assertThat(lines).filteredOn(line -> line.contains("Clock Ticked")).hasSize(3 * DAY);
    assertThat(calls(settings).lines().count()).isGreaterThan(lines.size()); // some come twice
  }

  @Test
  void late_events_arrive_after_their_time() throws IOException {
    var times =
        calls(WorldSettings.calm(SEED, 300, 2).late(0.5))
            .lines()
            .map(line -> line.replaceAll(".*\"timestamp\":\"([^\"]+)\".*", "$1"))
            .map(Instant::parse)
            .toList();
    long disordered = 0;
    for (int i = 1; i < times.size(); i++) {
      disordered += times.get(i).isBefore(times.get(i - 1)) ? 1 : 0;
    }
    assertThat(disordered).isGreaterThan(times.size() / 20);
  }

  @Test
  void the_truth_names_each_episode() throws IOException {
    var kinds = List.of(EpisodeKind.SAFARI_100, EpisodeKind.TRAFFIC_TIMES_3);
    var world = new DropWorld(WorldSettings.calm(SEED, 2000, 60).withProperties().with(kinds));
    var out = new ByteArrayOutputStream();
    WorldFiles.writeTruth(world.episodes(), out);

    var lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(world.episodes().size()).hasSizeGreaterThan(3);
    assertThat(lines)
        .filteredOn(line -> line.contains("\"kind\":\"drop\""))
        .allMatch(line -> line.contains("\"segment\":\"browser=safari\""))
        .noneMatch(line -> line.contains("\"reference_delay_min\":null"));
    assertThat(lines)
        .filteredOn(line -> line.contains("traffic_x3"))
        .allMatch(
            line -> line.endsWith("\"mode\":null,\"segment\":null,\"reference_delay_min\":null}"));
  }

  @Test
  void the_level_of_the_observer_solves_its_equation() {
    double level = Observer.level(0.6);
    assertThat(Math.exp(level) - level - 1).isCloseTo(0.6 * 525_600, within(1e-3));
  }

  @Test
  void the_larger_the_drop_the_sooner_the_observer_is_sure() {
    double before = Double.POSITIVE_INFINITY;
    for (var kind : List.of(EpisodeKind.DROP_20, EpisodeKind.DROP_30, EpisodeKind.DROP_50)) {
      var episode = new Episode(kind, 90_000, 96_000, false, 0);
      double delay = Observer.delay(episode, minute -> 8, 8);
      assertThat(delay).as(kind.toString()).isLessThan(before);
      before = delay;
    }
    assertThat(before).isBetween(10.0, 60.0);
  }
}
