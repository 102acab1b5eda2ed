package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.Counters;
import io.voronka.model.count.Counting;
import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.FunnelFigures;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Range;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.Funnel;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.FunnelText;
import io.voronka.testing.RandomFunnels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A funnel that needs names and times alone has the same figures of outlines as of timelines. */
class OutlineProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 50;

  @Test
  void outlines_have_the_figures_of_their_timelines() {
    int asked = 0;
    for (long seed = 0; seed < CASES; seed++) {
      var random = new Random(seed);
      var funnels = new RandomFunnels(seed).withoutProperties();
      var funnel = FunnelText.saved(funnels.funnel());
      var names = new Evaluator(funnel.definition()).namesAlone();
      var timeline = Timeline.of(funnels.events(12));
      if (names != null) {
        asked++;
        var numbers = new ArrayList<String>();
        var outline = Outline.encode(timeline, name -> numberOf(name, numbers));
        var read =
            Outline.decode(
                outline,
                number -> names.contains(numbers.get(number)) ? numbers.get(number) : null);
        var counting = random.nextBoolean() ? Counting.PERSONS : Counting.ATTEMPTS;
        var range =
            new Range(
                funnels.time() - 60_000L * random.nextInt(9),
                Long.MAX_VALUE,
                funnels.time(),
                counting,
                List.of(),
                Granularity.MINUTE);
        assertThat(figures(funnel, range, read))
            .as("seed %s: %s of %s", seed, range, timeline)
            .isEqualTo(figures(funnel, range, timeline));
      }
    }
    assertThat(asked).isGreaterThan((int) (CASES / 2)); // the others need events of any name
  }

  private static int numberOf(String name, List<String> numbers) {
    if (!numbers.contains(name)) {
      numbers.add(name);
    }
    return numbers.indexOf(name);
  }

  private static Map<TallyKey, Counters> figures(Funnel funnel, Range range, Timeline timeline) {
    var evaluator = new Evaluator(funnel.definition());
    var changes = new FigureChanges();
    new FunnelFigures(funnel)
        .addRange(evaluator.attempts(timeline.asOf(range.asOfMillis())), range, changes);
    return changes.byKey();
  }
}
