package io.voronka.testing;

import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.definition.Matcher;
import io.voronka.model.definition.Stage;
import io.voronka.model.definition.Ties;
import io.voronka.model.time.Calendar;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Short funnels for tests: {@code "view > cart|quick-buy > buy"}. */
public final class FunnelText {

  private FunnelText() {}

  /** Returns the stages; each is named after its text and its number. */
  public static List<Stage> stages(String text) {
    var parts = text.split(" > ", -1);
    return java.util.stream.IntStream.range(0, parts.length)
        .mapToObj(
            i ->
                new Stage(
                    (i + 1) + " " + parts[i],
                    Arrays.stream(parts[i].split("\\|", -1)).map(Matcher::named).toList()))
        .toList();
  }

  public static FunnelDefinition funnel(String stages, String window) {
    return new FunnelDefinition(
        "test", stages(stages), Duration.parse(window), Ties.ANY, List.of(), List.of());
  }

  public static FunnelDefinition increasing(FunnelDefinition funnel) {
    return new FunnelDefinition(
        funnel.name(),
        funnel.stages(),
        funnel.window(),
        Ties.INCREASING,
        funnel.hold(),
        funnel.breakdowns());
  }

  public static FunnelDefinition holding(FunnelDefinition funnel, String... properties) {
    return new FunnelDefinition(
        funnel.name(),
        funnel.stages(),
        funnel.window(),
        funnel.ties(),
        List.of(properties),
        funnel.breakdowns());
  }

  public static FunnelDefinition brokenDownBy(FunnelDefinition funnel, String... properties) {
    return new FunnelDefinition(
        funnel.name(),
        funnel.stages(),
        funnel.window(),
        funnel.ties(),
        funnel.hold(),
        List.of(properties));
  }

  /** Returns the definition as version 1 of {@code checkout} in project {@code shop}. */
  public static Funnel saved(FunnelDefinition definition) {
    return new Funnel(new FunnelVersion("shop", "checkout", 1), definition, Calendar.UTC);
  }
}
