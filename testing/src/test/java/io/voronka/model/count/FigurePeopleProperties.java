package io.voronka.model.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.Condition;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.Operator;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.FunnelText;
import io.voronka.testing.RandomFunnels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Of any funnel, people and range: each number of the report has as many people behind it. */
class FigurePeopleProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 100;
  private static final List<String> BREAKDOWN = List.of("p");

  private final List<Attempts> people = new ArrayList<>();
  private Funnel funnel;
  private Range range;
  private String what;

  @Test
  void a_list_is_as_long_as_its_number() {
    for (long seed = 0; seed < CASES; seed++) {
      prepare(seed);
      var report = report();
      for (int stage = 0; stage < report.stages().size(); stage++) {
        requireTotals(report.stages().get(stage), stage);
        requireGroups(report, stage);
        requirePeriods(report, stage);
      }
    }
  }

  private void prepare(long seed) {
    var funnels = new RandomFunnels(seed);
    var random = new Random(seed);
    funnel = FunnelText.saved(funnels.funnel());
    long from = random.nextBoolean() ? Long.MIN_VALUE : funnels.time();
    long to = random.nextBoolean() ? Long.MAX_VALUE : funnels.time() + 1;
    var where =
        random.nextInt(3) > 0
            ? List.<Condition>of()
            : List.of(Condition.of("p", Operator.NE, new Whole(0)));
    long asOf = funnels.time() + 60_000L * random.nextInt(3);
    var counting = random.nextInt(3) == 0 ? Counting.ATTEMPTS : Counting.PERSONS;
    range = new Range(from, to, asOf, counting, where, Granularity.MINUTE);
    var evaluator = new Evaluator(funnel.definition());
    people.clear();
    for (int person = 0; person < 3; person++) {
      people.add(evaluator.attempts(Timeline.of(funnels.events(9)).asOf(asOf)));
    }
    what = "seed " + seed + ": " + range;
  }

  private FunnelReport report() {
    var changes = new FigureChanges();
    var figures = new FunnelFigures(funnel);
    people.forEach(attempts -> figures.addRange(attempts, range, changes));
    var sum = new FigureSum(funnel, Granularity.MINUTE, range.asOfMillis());
    changes.byKey().forEach(sum::add);
    return sum.report(BREAKDOWN);
  }

  private List<Standing> list(Range asked, int stage, StageState state, @Nullable Segment group) {
    var behind = new FigurePeople(funnel, asked, new StageFigure(stage, state, BREAKDOWN, group));
    return people.stream().flatMap(attempts -> behind.of(attempts).stream()).toList();
  }

  private void requireTotals(StageReport figures, int stage) {
    var reached = list(range, stage, StageState.REACHED, null);
    assertThat(reached).as(what).hasSize((int) figures.reached());
    if (figures.advanced() == null || figures.pending() == null || figures.dropped() == null) {
      assertThat(reached).as(what).allMatch(one -> one.state() == null);
      return;
    }
    requireState(stage, StageState.ADVANCED, figures.advanced(), reached);
    requireState(stage, StageState.PENDING, figures.pending(), reached);
    requireState(stage, StageState.DROPPED, figures.dropped(), reached);
  }

  private void requireState(int stage, StageState state, long number, List<Standing> reached) {
    var listed = list(range, stage, state, null);
    assertThat(listed).as("%s at %s, %s", state, stage, what).hasSize((int) number);
    assertThat(listed).isEqualTo(reached.stream().filter(one -> one.state() == state).toList());
    for (var one : listed) {
      var deadline = one.deadlineMillis();
      assertThat(deadline != null && deadline >= range.asOfMillis())
          .as("has time left, %s", what)
          .isEqualTo(state == StageState.PENDING);
    }
  }

  private void requireGroups(FunnelReport report, int stage) {
    var inGroups = new ArrayList<Standing>();
    for (var group : report.breakdown()) {
      var listed = list(range, stage, StageState.REACHED, group.segment());
      assertThat(listed)
          .as("%s at %s, %s", group, stage, what)
          .hasSize(group.reached().get(stage).intValue());
      inGroups.addAll(listed);
    }
    assertThat(inGroups)
        .as("groups add up at %s, %s", stage, what)
        .containsExactlyInAnyOrderElementsOf(list(range, stage, StageState.REACHED, null));
  }

  private void requirePeriods(FunnelReport report, int stage) {
    for (var period : report.series()) {
      var within =
          new Range(
              Math.max(period.bucket().startMillis(), range.fromMillis()),
              Math.min(period.bucket().endMillis(funnel.calendar()), range.toMillis()),
              range.asOfMillis(),
              range.counting(),
              range.where(),
              null);
      assertThat(list(within, stage, StageState.REACHED, null))
          .as("%s at %s, %s", period, stage, what)
          .hasSize(period.reached().get(stage).intValue());
    }
  }
}
