package io.voronka.model.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.Funnel;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.event.Event;
import io.voronka.model.time.Calendar;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.FunnelText;
import io.voronka.testing.RandomFunnels;
import io.voronka.testing.Scenario;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FunnelFiguresProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 50;
  private static final List<Granularity> SERIES =
      List.of(
          Granularity.MINUTE,
          Granularity.HOUR,
          Granularity.DAY,
          Granularity.WEEK,
          Granularity.MONTH);
  private static final Held HELD = new Held(Scenario.at("10:05").toEpochMilli());
  private static final long NOW = Scenario.at("10:04").toEpochMilli();

  /** Figures as they stand after a number of changes. */
  private static final class Sum {
    final Map<TallyKey, Counters> figures = new HashMap<>();

    void add(FigureChanges changes) {
      changes
          .byKey()
          .forEach(
              (key, change) ->
                  figures.computeIfAbsent(key, absent -> new Counters()).plus(change, 1));
      figures.values().removeIf(Counters::isEmpty);
    }

    FunnelReport report(Funnel funnel, Granularity series, List<String> breakdown) {
      var sum = new FigureSum(funnel, series, NOW);
      figures.forEach(sum::add);
      return sum.report(breakdown);
    }
  }

  @Test
  void arriving_one_by_one_in_any_order_gives_the_figures_of_the_whole() {
    for (long seed = 0; seed < CASES; seed++) {
      var random = new RandomFunnels(seed);
      var saved = FunnelText.saved(random.funnel());
      var funnel = new Funnel(saved.key(), saved.definition(), calendar(seed));
      var series = SERIES.get((int) (seed % SERIES.size()));
      var evaluator = new Evaluator(funnel.definition());
      var figures = new FunnelFigures(funnel);
      var oneByOne = new Sum();
      var arrived = new ArrayList<Event>();
      for (var event : random.events(7)) {
        var before = evaluator.attempts(Timeline.of(arrived));
        arrived.add(event);
        var changes = new FigureChanges();
        figures.difference(before, evaluator.attempts(Timeline.of(arrived)), HELD, changes);
        oneByOne.add(changes);
      }

      var attempts = evaluator.attempts(Timeline.of(arrived));
      var whole = new Sum();
      var changes = new FigureChanges();
      figures.difference(Attempts.none(funnel.definition()), attempts, HELD, changes);
      whole.add(changes);
      assertThat(oneByOne.figures).as("seed %s", seed).isEqualTo(whole.figures);

      var range = new Sum();
      var all = new FigureChanges();
      figures.addRange(attempts, Range.allTime(NOW, series), all);
      range.add(all);
      var live = oneByOne.report(funnel, series, List.of("p"));
      assertThat(live)
          .as("live and timelines, seed %s", seed)
          .isEqualTo(range.report(funnel, series, List.of("p")));
      requireSums(live, seed);
    }
  }

  @Test
  void what_is_no_longer_held_is_left_out_and_nothing_else() {
    for (long seed = 0; seed < CASES / 4; seed++) {
      var random = new RandomFunnels(seed);
      var saved = FunnelText.saved(random.funnel());
      var funnel = new Funnel(saved.key(), saved.definition(), calendar(seed));
      var evaluator = new Evaluator(funnel.definition());
      var figures = new FunnelFigures(funnel);
      var events = random.events(7);
      var before = evaluator.attempts(Timeline.of(events.subList(0, events.size() / 2)));
      var after = evaluator.attempts(Timeline.of(events));
      var held = laterHeld(new Random(seed));

      var all = new FigureChanges();
      figures.difference(before, after, HELD, all);
      var some = new FigureChanges();
      figures.difference(before, after, held, some);

      var expected = new HashMap<>(all.byKey());
      expected.keySet().removeIf(key -> !isHeld(key, held));
      assertThat(some.byKey()).as("seed %s, %s", seed, held).isEqualTo(expected);
    }
  }

  /** A bound of minutes, or of hours, among the events. */
  private static Held laterHeld(Random random) {
    var kept = random.nextBoolean() ? Duration.ofDays(2) : Duration.ofDays(62);
    var among = Duration.ofSeconds(random.nextInt(1200) - 600);
    return new Held(Scenario.at("10:05").plus(kept).plus(among).toEpochMilli());
  }

  /** Minutes lie in hours, hours in days. */
  private static boolean isHeld(TallyKey key, Held held) {
    if (key.page().kind() != Page.Kind.SERIES) {
      return held.holds(key.page());
    }
    return switch (key.bucket().granularity()) {
      case HOUR -> key.bucket().startMillis() >= held.from(Granularity.MINUTE);
      case DAY -> key.bucket().startMillis() >= held.from(Granularity.HOUR);
      default -> true;
    };
  }

  /** In most of them a day begins among the events. */
  private static Calendar calendar(long seed) {
    var random = new Random(seed);
    var midnight = LocalTime.of(10, random.nextInt(10));
    return new Calendar(
        ZoneOffset.ofTotalSeconds(-midnight.toSecondOfDay()), DayOfWeek.of(1 + random.nextInt(7)));
  }

  private static void requireSums(FunnelReport report, long seed) {
    for (int stage = 0; stage < report.stages().size(); stage++) {
      int at = stage;
      var figures = report.stages().get(stage);
      if (figures.advanced() != null && figures.pending() != null && figures.dropped() != null) {
        assertThat(figures.reached())
            .as("reached = advanced + pending + dropped, seed %s", seed)
            .isEqualTo(figures.advanced() + figures.pending() + figures.dropped());
        assertThat(figures.dropped()).as("dropped, seed %s", seed).isNotNegative();
      }
      assertThat(report.breakdown().stream().mapToLong(group -> group.reached().get(at)).sum())
          .as("groups add up, seed %s", seed)
          .isEqualTo(figures.reached());
    }
  }
}
