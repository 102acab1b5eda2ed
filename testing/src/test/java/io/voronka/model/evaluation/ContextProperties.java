package io.voronka.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.Counters;
import io.voronka.model.count.Counting;
import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.FunnelFigures;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Held;
import io.voronka.model.count.Range;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.Condition;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.event.Event;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.Answers;
import io.voronka.testing.BruteForce;
import io.voronka.testing.FunnelText;
import io.voronka.testing.RandomContexts;
import io.voronka.testing.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Funnels that ask for sessions and traits. */
class ContextProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 10;
  private static final Held HELD = new Held(Scenario.at("10:05").toEpochMilli());
  private static final long NOW = Scenario.at("10:30").toEpochMilli();

  @Test
  void agree_with_trying_every_chain_over_events_that_spell_it_out() {
    LongStream.range(0, CASES).parallel().forEach(ContextProperties::compare);
  }

  private static void compare(long seed) {
    var random = new RandomContexts(seed);
    var funnel = random.funnel();
    var timeline = Timeline.of(random.events(7), random.statements(3));

    var fast =
        Optional.ofNullable(
                new Evaluator(funnel).attempts(timeline).in(Long.MIN_VALUE, Long.MAX_VALUE))
            .map(Answers::of);

    var slow =
        BruteForce.evaluate(
            RandomContexts.spelledOut(funnel),
            RandomContexts.spelledOut(timeline),
            Long.MIN_VALUE,
            Long.MAX_VALUE);
    if (!fast.equals(slow)) { // spares as many descriptions
      assertThat(fast).as("seed %s: %s over %s", seed, funnel, timeline).isEqualTo(slow);
    }
  }

  @Test
  void figures_of_what_arrives_one_by_one_are_those_of_the_whole() {
    LongStream.range(0, CASES / 2).parallel().forEach(ContextProperties::arrive);
  }

  private static void arrive(long seed) {
    var random = new RandomContexts(seed);
    var funnel = FunnelText.saved(random.funnel());
    var evaluator = new Evaluator(funnel.definition());
    var figures = new FunnelFigures(funnel);
    var sum = new HashMap<TallyKey, Counters>();
    var timeline = Timeline.empty();
    for (var arrival : arrivals(random, new Random(seed))) {
      var after =
          arrival.isStatement
              ? timeline.withStatement(arrival.event)
              : timeline.with(arrival.event);
      if (after != null && isTouched(evaluator, arrival)) {
        var changes = new FigureChanges();
        figures.difference(evaluator.attempts(timeline), evaluator.attempts(after), HELD, changes);
        add(changes, sum);
      }
      timeline = after == null ? timeline : after;
    }

    assertThat(sum)
        .as("seed %s: %s over %s", seed, funnel, timeline)
        .isEqualTo(whole(funnel.definition(), timeline));
    assertThat(sum)
        .as("against events that spell it out, seed %s: %s over %s", seed, funnel, timeline)
        .isEqualTo(
            whole(
                RandomContexts.spelledOut(funnel.definition()),
                RandomContexts.spelledOut(timeline)));
  }

  private record Arrival(Event event, boolean isStatement) {}

  /** Some come twice, some again with an earlier time. */
  private static List<Arrival> arrivals(RandomContexts random, Random chance) {
    var arrivals = new ArrayList<Arrival>();
    random.events(7).forEach(event -> arrivals.add(new Arrival(event, false)));
    random.statements(3).forEach(event -> arrivals.add(new Arrival(event, true)));
    for (int i = arrivals.size() / 3; i > 0; i--) {
      var again = arrivals.get(chance.nextInt(arrivals.size()));
      var event = again.event;
      long earlier = chance.nextInt(2) * 1_200_000L;
      arrivals.add(
          new Arrival(
              new Event(event.id(), event.timeMillis() - earlier, event.name(), event.properties()),
              again.isStatement));
    }
    Collections.shuffle(arrivals, chance);
    return arrivals;
  }

  private static boolean isTouched(Evaluator evaluator, Arrival arrival) {
    return arrival.isStatement
        ? evaluator.isTouchedByStatements()
        : evaluator.isTouchedBy(arrival.event);
  }

  private static void add(FigureChanges changes, Map<TallyKey, Counters> sum) {
    changes
        .byKey()
        .forEach(
            (key, change) -> sum.computeIfAbsent(key, absent -> new Counters()).plus(change, 1));
    sum.values().removeIf(Counters::isEmpty);
  }

  private static Map<TallyKey, Counters> whole(FunnelDefinition definition, Timeline timeline) {
    var funnel = FunnelText.saved(definition);
    var changes = new FigureChanges();
    new FunnelFigures(funnel)
        .difference(
            Attempts.none(definition), new Evaluator(definition).attempts(timeline), HELD, changes);
    return changes.byKey();
  }

  @Test
  void conditions_of_a_report_are_asked_of_the_entries_session_and_person() {
    LongStream.range(0, CASES / 2).parallel().forEach(ContextProperties::compareRange);
  }

  private static void compareRange(long seed) {
    var random = new RandomContexts(seed);
    var plain = FunnelText.saved(FunnelText.funnel("a > b", "PT1H"));
    random.funnel(); // says how much longer everything takes
    var timeline = Timeline.of(random.events(7), random.statements(3));
    var where = List.of(random.condition());
    var fast = new Evaluator(plain.definition(), where).attempts(timeline);
    var spelled = new Evaluator(plain.definition()).attempts(RandomContexts.spelledOut(timeline));

    assertThat(range(fast, where, plain))
        .as("seed %s: %s over %s", seed, where, timeline)
        .isEqualTo(range(spelled, List.of(RandomContexts.spelledOut(where.get(0))), plain));
  }

  private static Map<TallyKey, Counters> range(
      Attempts attempts, List<Condition> where, Funnel funnel) {
    var range =
        new Range(Long.MIN_VALUE, Long.MAX_VALUE, NOW, Counting.PERSONS, where, Granularity.HOUR);
    var changes = new FigureChanges();
    new FunnelFigures(funnel).addRange(attempts, range, changes);
    return changes.byKey();
  }
}
