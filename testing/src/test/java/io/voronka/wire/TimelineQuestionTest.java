package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.count.Counting;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Range;
import io.voronka.model.definition.Condition;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.definition.Operator;
import io.voronka.model.definition.Stage;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.time.Calendar;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineQuestionTest {

  private static final Funnel CHECKOUT =
      new Funnel(
          new FunnelVersion("shop", "checkout", 7),
          FunnelDefinition.of(
                  "Checkout", List.of(Stage.named("Viewed", "view"), Stage.named("Bought", "buy")))
              .build(),
          new Calendar(ZoneId.of("Europe/Berlin"), DayOfWeek.SUNDAY));
  private static final Range RANGE =
      new Range(
          -1,
          Long.MAX_VALUE,
          3,
          Counting.ATTEMPTS,
          List.of(Condition.of("size", Operator.GT, new Whole(3))),
          Granularity.WEEK);

  private static TimelineQuestion sent(ObjectNode json) {
    return Json.read(Json.bytes(json), TimelineQuestion.class);
  }

  @Test
  void a_question_arrives_as_it_was_asked() {
    var question = TimelineQuestion.of(CHECKOUT, RANGE, 2).to(List.of(0, 4));

    var arrived = sent((ObjectNode) Json.read(Json.bytes(question)));

    assertThat(Json.bytes(arrived)).isEqualTo(Json.bytes(question));
    assertThat(arrived.range()).isEqualTo(RANGE);
    assertThat(arrived.funnel().definition()).isEqualTo(CHECKOUT.definition());
    assertThat(arrived.funnel().calendar()).isEqualTo(CHECKOUT.calendar());
    assertThat(arrived.funnel().key()).isEqualTo(new FunnelVersion("shop", "", 0));
    assertThat(arrived.untilMillis()).isEqualTo(2);
    assertThat(arrived.partitions()).containsExactly(0, 4);
  }

  @Test
  void a_question_of_an_earlier_version_is_about_persons_by_the_plain_calendar() {
    var old = (ObjectNode) Json.read(Json.bytes(TimelineQuestion.of(CHECKOUT, RANGE, 2)));
    old.remove(List.of("calendar", "counting", "where", "series"));

    var arrived = sent(old);

    assertThat(arrived.funnel().calendar()).isEqualTo(Calendar.UTC);
    assertThat(arrived.range())
        .isEqualTo(new Range(-1, Long.MAX_VALUE, 3, Counting.PERSONS, List.of(), null));
  }
}
