package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.FunnelFigures;
import io.voronka.model.count.Held;
import io.voronka.model.count.TallyKey;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.testing.FunnelText;
import io.voronka.testing.Scenario;
import io.voronka.wire.Correction.Why;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class TallyBookTest {

  private final KeyValueStore<Bytes, byte[]> disk = TestStores.plain("tallies");
  private final FigureStore<TallyKey> store = TestStores.figures(disk);

  private static FigureChanges changes() {
    var funnel = FunnelText.saved(FunnelText.funnel("view > cart", "PT30M"));
    var attempts =
        new Evaluator(funnel.definition()).attempts(Scenario.timeline("10:00 view  10:05 cart"));
    var changes = new FigureChanges();
    new FunnelFigures(funnel)
        .difference(
            Attempts.none(funnel.definition()),
            attempts,
            new Held(Scenario.at("12:00").toEpochMilli()),
            changes);
    return changes;
  }

  @Test
  void what_a_crash_kept_from_being_published_is_published_after_the_restart() {
    new TallyBook(store).add(changes(), Why.LATE);
    store.flushCache();

    var again = TestStores.figures(disk);
    var restarted = new TallyBook(again);
    var published = new HashMap<Bytes, byte[]>();
    restarted.publish(figure -> published.put(Bytes.wrap(figure.tally()), figure.value()));

    assertThat(published).hasSize(changes().byKey().size());
    again.flushCache();
    assertThat(new TallyBook(TestStores.figures(disk)).waiting()).isZero();
  }

  @Test
  void what_leaves_is_no_correction_even_if_it_changed_just_before() {
    var book = new TallyBook(store);
    book.add(changes(), Why.LATE);
    var later = Scenario.at("12:00").plus(Duration.ofDays(90));

    book.dropOld(
        FunnelText.saved(FunnelText.funnel("view > cart", "PT30M")).key(),
        new Held(later.toEpochMilli()));
    var left = new ArrayList<Integer>();
    book.publish(
        figure -> {
          if (figure.value() == null) {
            left.add(figure.why());
          }
        });
    assertThat(left).isNotEmpty().containsOnly(0);
  }

  @Test
  void a_figure_that_is_gone_is_said_to_be_gone_and_freed() {
    var book = new TallyBook(store);
    book.add(changes(), Why.LATE);
    book.publish(figure -> {});
    var back = new FigureChanges();
    var funnel = FunnelText.saved(FunnelText.funnel("view > cart", "PT30M"));
    new FunnelFigures(funnel)
        .difference(
            new Evaluator(funnel.definition())
                .attempts(Scenario.timeline("10:00 view  10:05 cart")),
            Attempts.none(funnel.definition()),
            new Held(Scenario.at("12:00").toEpochMilli()),
            back);

    book.add(back, Why.MERGE);
    book.publish(
        figure -> {
          assertThat(figure.value()).isNull();
          assertThat(Why.lastOf(figure.why())).isEqualTo(Why.MERGE);
        });

    store.flushCache();
    assertThat(disk.approximateNumEntries()).isZero();
  }
}
