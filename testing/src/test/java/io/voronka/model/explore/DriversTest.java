package io.voronka.model.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.Counting;
import io.voronka.model.count.Range;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Order;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.explore.Factor.Source;
import io.voronka.testing.FunnelText;
import io.voronka.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriversTest {

  private static final FunnelDefinition FUNNEL = FunnelText.funnel("view > cart > buy", "PT1H");

  private static DriverCounts counts(
      FunnelDefinition funnel, int stage, String asOf, List<String> people) {
    long millis = Scenario.at(asOf).toEpochMilli();
    var range =
        new Range(Long.MIN_VALUE, Long.MAX_VALUE, millis, Counting.PERSONS, List.of(), null);
    var drivers =
        new Drivers(FunnelText.saved(funnel), range, stage, event -> (Fields) event.properties());
    var evaluator = new Evaluator(funnel);
    var counts = new DriverCounts();
    for (var person : people) {
      var timeline = Scenario.timeline(person).asOf(millis);
      drivers.add(timeline, evaluator.attempts(timeline), counts);
    }
    return counts;
  }

  /** {@code "ENTRY ad=mail 2 1"}: two of those with it went on, one dropped. */
  private static List<String> lines(DriverCounts counts) {
    return counts.list().stream()
        .map(
            one ->
                one.factor().source()
                    + " "
                    + one.factor().name()
                    + text(one.factor().value())
                    + (one.isManyValued() ? " many" : " " + one.advanced() + " " + one.dropped()))
        .sorted()
        .toList();
  }

  private static String text(@Nullable PropertyValue value) {
    return value == null
        ? ""
        : "=" + (value instanceof Text text ? text.value() : ((Whole) value).value());
  }

  @Test
  void properties_of_the_entry_and_events_before_it_are_compared() {
    var counts =
        counts(
            FUNNEL,
            0,
            "14:00",
            List.of(
                "10:00 help 10:30 view{ad=mail} 10:40 chat 10:45 cart",
                "10:30 view{ad=mail} 10:40 chat",
                "09:00 help 10:30 view{ad=web,n=1}",
                "13:30 view{ad=mail}",
                "10:00 cart"));

    assertThat(lines(counts))
        .containsExactly(
            "ENTRY ad=mail 1 1", "ENTRY ad=web 0 1", "ENTRY n=1 0 1", "EVENT help 1 0");
    assertThat(counts.advanced()).isEqualTo(1);
    assertThat(counts.dropped()).isEqualTo(2);
    assertThat(counts.pending()).isEqualTo(1);
  }

  @Test
  void later_stages_have_properties_of_their_own() {
    var counts =
        counts(
            FUNNEL,
            1,
            "14:00",
            List.of(
                "10:00 view{ad=mail} 10:05 chat 10:10 cart{n=2} 10:20 chat2 10:30 buy",
                "10:00 view{ad=web} 10:10 cart{n=3}",
                "10:00 view{ad=lost}"));

    assertThat(lines(counts))
        .containsExactly(
            "ENTRY ad=mail 1 0",
            "ENTRY ad=web 0 1",
            "EVENT chat 1 0",
            "STAGE n=2 1 0",
            "STAGE n=3 0 1");
  }

  @Test
  void without_an_order_the_stage_is_the_event_that_filled_so_many() {
    var funnel = FUNNEL.but().order(Order.UNORDERED).build();
    var counts =
        counts(funnel, 1, "14:00", List.of("10:00 buy{b=1} 10:10 view{v=1} 10:20 cart{c=1}"));

    assertThat(lines(counts)).containsExactly("ENTRY b=1 1 0", "STAGE v=1 1 0");
  }

  @Test
  void what_goes_with_dropping_is_found_and_chance_is_not() {
    var random = new Random(5);
    var people = new ArrayList<String>();
    for (int i = 0; i < 400; i++) {
      boolean slow = random.nextInt(4) == 0;
      boolean advances = random.nextInt(100) < (slow ? 20 : 70);
      people.add(
          "10:00 view{speed=%s,coin=%s,id=%s}%s"
              .formatted(
                  slow ? "slow" : "fast", random.nextInt(2), i, advances ? " 10:30 cart" : ""));
    }
    var report = counts(FUNNEL, 0, "14:00", people).report(10);

    assertThat(report.compared()).isEqualTo(4);
    assertThat(report.drivers()).hasSize(4);
    var first = report.drivers().get(0);
    assertThat(first.factor().name()).isEqualTo("speed");
    assertThat(first.qValue()).isLessThan(1e-6).isGreaterThanOrEqualTo(first.pValue());
    assertThat(report.drivers().get(3).factor().name()).isEqualTo("coin");
    assertThat(report.drivers().get(3).qValue()).isGreaterThan(0.05);
    assertThat(report.manyValued()).containsExactly(new Factor(Source.ENTRY, "id", null));
    assertThat(report.advanced() + report.dropped()).isEqualTo(400);
  }

  @Test
  void factors_of_too_few_people_or_of_almost_all_are_not_compared() {
    var people = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      people.add("10:00 view{few=%s,most=%s}".formatted(i < 4 ? "yes" : "no" + i, i < 16 ? 1 : 2));
    }

    assertThat(counts(FUNNEL, 0, "14:00", people).report(10).compared()).isZero();
  }

  @Test
  void parts_add_up_to_the_whole() {
    var random = new Random(9);
    var people = new ArrayList<String>();
    for (int i = 0; i < 300; i++) {
      people.add(
          "%s10:00 view{n=%s,m=%s}%s"
              .formatted(
                  random.nextBoolean() ? "09:30 help " : "",
                  random.nextInt(100),
                  random.nextInt(20),
                  random.nextBoolean() ? " 10:30 cart" : ""));
    }
    var whole = counts(FUNNEL, 0, "14:00", people);
    var parts = new DriverCounts();
    for (int from = 0; from < people.size(); from += 50) {
      var part = counts(FUNNEL, 0, "14:00", people.subList(from, from + 50));
      parts.addPeople(part.advanced(), part.dropped(), part.pending());
      part.list().forEach(parts::add);
    }

    assertThat(lines(parts)).isEqualTo(lines(whole)).contains("ENTRY n many");
    assertThat(parts.report(100)).isEqualTo(whole.report(100));
  }
}
