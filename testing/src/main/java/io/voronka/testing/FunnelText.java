package io.voronka.testing;

import io.voronka.model.definition.ConversionWindow;
import io.voronka.model.definition.Exclusion;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.definition.Matcher;
import io.voronka.model.definition.Stage;
import io.voronka.model.definition.Ties;
import io.voronka.model.time.Calendar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Short funnels for tests and documents: {@code "view > cart|quick-buy within PT1H > buy"}.
 *
 * <p>Stages are parted by {@code >}; each is one event or several parted by {@code |}, then {@code
 * within} and a duration if it has one, {@code optional} if it may be skipped, {@code value} and a
 * property.
 */
public final class FunnelText {

  private static final Pattern STAGE =
      Pattern.compile("(\\S+)(?: within (\\S+))?(?: (optional))?(?: value (\\S+))?");

  private FunnelText() {}

  /** Returns the stages; each is named after its events and its number. */
  public static List<Stage> stages(String text) {
    var stages = new ArrayList<Stage>();
    for (var part : text.split(" > ", -1)) {
      var found = STAGE.matcher(part.strip());
      if (!found.matches()) {
        throw new IllegalArgumentException("not a stage: '" + part + "'");
      }
      var name = stages.size() + 1 + " " + found.group(1);
      var stage = Stage.of(name, matchers(found.group(1)));
      stage = found.group(2) == null ? stage : stage.within(Duration.parse(found.group(2)));
      stage = found.group(3) == null ? stage : stage.asOptional();
      stages.add(found.group(4) == null ? stage : stage.withValue(found.group(4)));
    }
    return stages;
  }

  private static List<Matcher> matchers(String text) {
    return Arrays.stream(text.split("\\|", -1)).map(FunnelText::matcher).toList();
  }

  /** A star matches any event. */
  private static Matcher matcher(String event) {
    return event.equals("*") ? new Matcher(null, List.of()) : Matcher.named(event);
  }

  /**
   * Returns a funnel.
   *
   * @param window a duration or {@code session}
   */
  public static FunnelDefinition funnel(String stages, String window) {
    return FunnelDefinition.of("test", stages(stages))
        .window(
            window.equals("session")
                ? ConversionWindow.SESSION
                : ConversionWindow.of(Duration.parse(window)))
        .build();
  }

  public static FunnelDefinition increasing(FunnelDefinition funnel) {
    return funnel.but().ties(Ties.INCREASING).build();
  }

  public static FunnelDefinition holding(FunnelDefinition funnel, String... properties) {
    return funnel.but().hold(List.of(properties)).build();
  }

  public static FunnelDefinition brokenDownBy(FunnelDefinition funnel, String... properties) {
    return funnel.but().breakdowns(List.of(properties)).build();
  }

  /** Excludes events of a name between two stages, counted from 1. */
  public static FunnelDefinition excluding(
      FunnelDefinition funnel, String event, int after, int before) {
    var all = new ArrayList<>(funnel.exclude());
    all.add(new Exclusion(matchers(event), after, before));
    return funnel.but().exclude(all).build();
  }

  /** Returns the definition as version 1 of {@code checkout} in project {@code shop}. */
  public static Funnel saved(FunnelDefinition definition) {
    return saved(definition, Calendar.UTC);
  }

  /** Returns the same with its periods by a calendar. */
  public static Funnel saved(FunnelDefinition definition, Calendar calendar) {
    return new Funnel(new FunnelVersion("shop", "checkout", 1), definition, calendar);
  }
}
