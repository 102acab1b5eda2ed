package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.FunnelFigures;
import io.voronka.model.count.Held;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.time.Calendar;
import io.voronka.testing.FunnelText;
import io.voronka.testing.Scenario;
import io.voronka.wire.Correction.Why;
import io.voronka.wire.FigureBundle;
import io.voronka.wire.FigureBundle.Figure;
import io.voronka.wire.Mark;
import io.voronka.wire.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class FigureSenderTest {

  private static final int SUMS = 2;

  private final TallyBook book = new TallyBook(TestStores.figures(TestStores.plain("tallies")));
  private final FigureSender sender = new FigureSender(SUMS, sum -> mark(sum, 7));
  private final Map<Integer, List<FigureBundle>> sent = new HashMap<>();

  private static Mark mark(int sum, long counted) {
    return new Mark(0, sum, counted, 0, 0, "here:1", new Traffic(Map.of(), Map.of(), 0), 0);
  }

  /** A person in each of so many funnels. */
  private void counts(int funnels) {
    for (int i = 0; i < funnels; i++) {
      var definition = FunnelText.funnel("view > cart", "PT30M");
      var funnel = new Funnel(new FunnelVersion("shop", "f" + i, 1), definition, Calendar.UTC);
      var changes = new FigureChanges();
      new FunnelFigures(funnel)
          .difference(
              Attempts.none(funnel.definition()),
              new Evaluator(funnel.definition()).attempts(Scenario.timeline("10:00 view")),
              new Held(Scenario.at("12:00").toEpochMilli()),
              changes);
      book.add(changes, Why.LATE);
    }
  }

  private void sends(long counted) {
    sent.clear();
    sender.send(
        book,
        sum -> mark(sum, counted),
        List.of(),
        (sum, bundle) -> sent.computeIfAbsent(sum, any -> new ArrayList<>()).add(bundle));
  }

  @Test
  void little_is_one_record_for_each_partition() {
    counts(3);
    sends(10);
    assertThat(sent.get(0)).hasSize(1);
    assertThat(sent.get(1)).hasSize(1);
  }

  @Test
  void much_is_cut_and_only_the_last_says_that_all_is_there() {
    counts(8000);
    int waiting = book.waiting();
    sends(10);
    var figures = new HashMap<Bytes, Figure>();
    sent.forEach(
        (sum, bundles) -> {
          assertThat(bundles).hasSizeGreaterThan(1);
          for (int i = 0; i < bundles.size(); i++) {
            var bundle = bundles.get(i);
            boolean isLast = i == bundles.size() - 1;
            assertThat(bundle.mark()).isEqualTo(mark(sum, isLast ? 10 : 7));
            assertThat(bundle.held() != null).isEqualTo(isLast);
            assertThat(bundle.encode()).hasSizeLessThan(1_000_000);
            bundle.figures().forEach(figure -> figures.put(Bytes.wrap(figure.tally()), figure));
          }
        });
    assertThat(figures).hasSize(waiting);

    counts(8000);
    sends(20);
    assertThat(sent.get(0).get(0).mark()).isEqualTo(mark(0, 10));
  }
}
