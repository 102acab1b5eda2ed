package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.Counting;
import io.voronka.model.count.Range;
import io.voronka.model.count.Segment;
import io.voronka.model.count.StageFigure;
import io.voronka.model.count.StageState;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Flag;
import io.voronka.model.event.PropertyValue.Items;
import io.voronka.model.event.PropertyValue.Real;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.explore.DriverCounts;
import io.voronka.model.explore.Factor;
import io.voronka.model.explore.FactorCount;
import io.voronka.model.explore.SeenProperties;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.FunnelText;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionQuestionTest {

  private static final TimelineQuestion REPORT =
      TimelineQuestion.of(
          FunnelText.saved(FunnelText.funnel("view > buy", "PT1H")),
          new Range(1, 2, 3, Counting.PERSONS, List.of(), null),
          4);

  private static <T> T sent(T record, Class<T> type) {
    return Json.read(Json.bytes(record), type);
  }

  @Test
  void a_question_for_people_arrives_as_it_was_asked() {
    var group = new Segment(Arrays.asList(new Text("mail"), null, new Real(1.5)));
    var figure = new StageFigure(1, StageState.DROPPED, List.of("a", "b", "c"), group);
    var place = new PersonsQuestion.Place(new byte[] {'s', 0, 'a'}, 5, "m");
    var question = PersonsQuestion.of(REPORT, figure, place, 7).to(List.of(2));

    var arrived = sent(question, PersonsQuestion.class);

    assertThat(arrived.figure()).isEqualTo(figure);
    assertThat(arrived.project()).isEqualTo("shop");
    assertThat(arrived.partitions()).containsExactly(2);
    assertThat(arrived.limit()).isEqualTo(7);
    assertThat(arrived.after()).usingRecursiveComparison().isEqualTo(place);
    assertThat(arrived.of().range()).isEqualTo(REPORT.range());
    var ofAll = new StageFigure(0, StageState.REACHED, List.of(), null);
    assertThat(sent(PersonsQuestion.of(REPORT, ofAll, null, 1), PersonsQuestion.class).figure())
        .isEqualTo(ofAll);
  }

  @Test
  void factors_arrive_with_their_values() {
    var counts = new DriverCounts();
    counts.addPeople(3, 4, 5);
    for (var value : List.of(new Text("x"), new Whole(3), new Real(0.5), new Flag(false))) {
      counts.add(new FactorCount(new Factor(Factor.Source.ENTRY, "p", value), 1, 2));
    }
    counts.add(new FactorCount(new Factor(Factor.Source.STAGE, "id", null), 0, 0));
    counts.add(new FactorCount(new Factor(Factor.Source.EVENT, "help", null), 2, 0));
    counts.cut();

    var arrived = new DriverCounts();
    sent(DriversQuestion.Answer.of(counts), DriversQuestion.Answer.class).addTo(arrived);

    assertThat(arrived.list()).containsExactlyInAnyOrderElementsOf(counts.list()).hasSize(6);
    assertThat(arrived.report(10)).isEqualTo(counts.report(10));
    assertThat(arrived.isCut()).isTrue();
  }

  @Test
  void properties_arrive_with_their_values() {
    var properties =
        Map.<String, PropertyValue>of(
            "a", new Real(2.5),
            "b", new Flag(true),
            "c", new Items(List.of(new Whole(1))),
            "d", new Text("é\u0000\n"));
    var seen = new SeenProperties("view", event -> (Fields) event.properties());
    seen.add(new Timeline(List.of(new Event("m", 0, "view", new Fields(properties)))));

    var arrived = new SeenProperties("view", event -> (Fields) event.properties());
    sent(PropertiesQuestion.Answer.of(seen), PropertiesQuestion.Answer.class).addTo(arrived);

    assertThat(arrived.list()).isEqualTo(seen.list()).hasSize(4);
  }
}
