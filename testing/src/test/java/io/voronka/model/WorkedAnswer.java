package io.voronka.model;

import io.voronka.model.count.Bucket;
import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.FigurePeople;
import io.voronka.model.count.FigureSum;
import io.voronka.model.count.FunnelFigures;
import io.voronka.model.count.FunnelReport;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Projection;
import io.voronka.model.count.StageFigure;
import io.voronka.model.count.StageReport;
import io.voronka.model.count.StageState;
import io.voronka.model.count.TimeBins;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.evaluation.Explainer;
import io.voronka.model.evaluation.Explanation;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.time.Calendar;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.FunnelText;
import io.voronka.testing.Scenario;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the product answers to a {@link WorkedExample}, in the words of its expected lines. */
final class WorkedAnswer {

  private final WorkedExample example;
  private final WorkedPersons persons;
  private final Map<String, Timeline> timelines;

  /**
   * Makes an answer.
   *
   * @param persons of the example, after all that they did and said arrived
   */
  WorkedAnswer(WorkedExample example, WorkedPersons persons) {
    this.example = example;
    this.persons = persons;
    this.timelines = persons.timelines();
  }

  /**
   * Answers one key.
   *
   * @param expected what is expected; says how many decimals to give
   */
  List<String> to(String key, List<String> expected) {
    if (key.equals("refused")) {
      return refusals();
    }
    if (key.equals("who")) {
      return List.of(who());
    }
    var person = WorkedExample.explained(key);
    if (person != null) {
      var timeline = Objects.requireNonNull(timelines.get(person), person);
      return explanations(timeline);
    }
    if (key.equals("people")) {
      return expected.stream().map(this::people).toList();
    }
    var report = report();
    return switch (key) {
      case "group" -> report.breakdown().stream().map(WorkedAnswer::text).toList();
      case "period" -> report.series().stream().map(this::text).toList();
      default -> List.of(stages(key, report.stages(), expected.get(0)));
    };
  }

  private List<String> refusals() {
    try {
      example.definition();
      return List.of();
    } catch (InvalidDefinition broken) {
      return broken.violations().stream().map(one -> one.path() + " " + one.message()).toList();
    }
  }

  /** Lists the people behind a figure: {@code 2 dropped = ann, bob}. */
  private String people(String expected) {
    var figure = expected.split(" = ", 2)[0];
    var words = figure.split(" ", 2);
    var state = StageState.of(words[1]).orElseThrow();
    var people =
        new FigurePeople(
            FunnelText.saved(example.definition(), example.calendar()),
            example.range(),
            new StageFigure(Integer.parseInt(words[0]) - 1, state, List.of(), null));
    var evaluator = new Evaluator(example.definition());
    var names = new ArrayList<String>();
    timelines.forEach(
        (name, timeline) -> {
          var known = timeline.asOf(example.range().asOfMillis());
          people.of(evaluator.attempts(known)).forEach(one -> names.add(name));
        });
    return figure + " = " + (names.isEmpty() ? "nobody" : String.join(", ", names));
  }

  /** Each person's home first, then the other ids. */
  private String who() {
    var texts = new ArrayList<String>();
    persons
        .persons()
        .forEach(
            (home, ids) -> {
              var others = ids.stream().filter(id -> !id.equals(home));
              texts.add(Stream.concat(Stream.of(home), others).collect(Collectors.joining(" ")));
            });
    return String.join(" | ", texts);
  }

  private FunnelReport report() {
    var funnel = FunnelText.saved(example.definition(), example.calendar());
    var figures = new FunnelFigures(funnel);
    var range = example.range();
    var evaluator = new Evaluator(funnel.definition(), range.where());
    var changes = new FigureChanges();
    for (var timeline : timelines.values()) {
      figures.addRange(evaluator.attempts(timeline.asOf(range.asOfMillis())), range, changes);
    }
    var series = range.series() == null ? Granularity.ALL : range.series();
    var sum = new FigureSum(funnel, series, range.asOfMillis());
    changes.byKey().forEach(sum::add);
    return sum.report(example.breakdowns());
  }

  private static String stages(String key, List<StageReport> stages, String expected) {
    return switch (key) {
      case "reached" -> counts(stages, StageReport::reached);
      case "advanced" -> counts(stages, StageReport::advanced);
      case "pending" -> counts(stages, StageReport::pending);
      case "dropped" -> counts(stages, StageReport::dropped);
      case "valuesUnread" -> counts(stages, StageReport::valuesUnread);
      case "fromPrevious" -> decimals(stages, StageReport::conversionFromPrevious, expected);
      case "fromFirst" -> decimals(stages, StageReport::conversionFromFirst, expected);
      case "value" -> decimals(stages, StageReport::value, expected);
      case "meanSeconds" -> decimals(stages, one -> one.fromPrevious().mean(), expected);
      case "medianSeconds" -> quantiles(stages, one -> one.fromPrevious().median(), expected);
      case "p90Seconds" -> quantiles(stages, one -> one.fromPrevious().p90(), expected);
      case "secondsFromFirst" -> quantiles(stages, one -> one.fromFirst().median(), expected);
      case "projected" -> projected(stages, Projection::estimate, expected);
      case "projectedLow" -> projected(stages, Projection::low, expected);
      case "projectedHigh" -> projected(stages, Projection::high, expected);
      default -> throw new IllegalArgumentException(key);
    };
  }

  private static String counts(
      List<StageReport> stages, Function<StageReport, @Nullable Long> figure) {
    return stages.stream()
        .map(stage -> Objects.toString(figure.apply(stage), "-"))
        .collect(Collectors.joining(" "));
  }

  private static String decimals(
      List<StageReport> stages, Function<StageReport, @Nullable Double> figure, String expected) {
    var words = expected.split(" ", -1);
    var text = new ArrayList<String>();
    for (int i = 0; i < stages.size(); i++) {
      var number = figure.apply(stages.get(i));
      int point = i < words.length ? words[i].indexOf('.') : -1;
      int scale = point < 0 ? 0 : words[i].length() - point - 1;
      text.add(
          number == null
              ? "-"
              : BigDecimal.valueOf(number).setScale(scale, RoundingMode.HALF_UP).toPlainString());
    }
    return String.join(" ", text);
  }

  /** Says what is expected where a figure is as near to it as is promised. */
  private static String quantiles(
      List<StageReport> stages, Function<StageReport, @Nullable Double> figure, String expected) {
    var words = expected.split(" ", -1);
    var text = new ArrayList<String>();
    for (int i = 0; i < stages.size(); i++) {
      var number = figure.apply(stages.get(i));
      var word = i < words.length ? words[i] : "-";
      boolean isNear =
          number != null
              && !word.equals("-")
              && Math.abs(number - Double.parseDouble(word))
                  <= Double.parseDouble(word) * TimeBins.RELATIVE_ERROR;
      text.add(isNear ? word : Objects.toString(number, "-"));
    }
    return String.join(" ", text);
  }

  private static String projected(
      List<StageReport> stages, Function<Projection, Double> figure, String expected) {
    return decimals(
        stages,
        stage -> {
          var projection = stage.projected();
          return projection == null ? null : figure.apply(projection);
        },
        expected);
  }

  private static String text(FunnelReport.Group group) {
    var values =
        group.isOther()
            ? "(other)"
            : group.segment().values().stream()
                .map(WorkedAnswer::text)
                .collect(Collectors.joining(" + "));
    return values + " = " + text(group.reached());
  }

  static String text(@Nullable PropertyValue value) {
    if (value == null) {
      return "(none)";
    }
    return value instanceof Text text
        ? text.value()
        : value instanceof Whole whole ? String.valueOf(whole.value()) : value.toString();
  }

  private static String text(List<Long> counts) {
    return counts.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private String text(FunnelReport.Period period) {
    return text(period.bucket(), example.calendar()) + " = " + text(period.reached());
  }

  static String text(Bucket period, Calendar calendar) {
    var start =
        LocalDateTime.ofInstant(Instant.ofEpochMilli(period.startMillis()), calendar.zone());
    boolean isDate = period.granularity().compareTo(Granularity.DAY) >= 0;
    return isDate ? start.toLocalDate().toString() : start.toString();
  }

  private List<String> explanations(Timeline timeline) {
    FunnelDefinition definition = example.definition();
    return new Explainer(definition)
        .explain(timeline, example.range().asOfMillis()).stream().map(WorkedAnswer::text).toList();
  }

  private static String text(Explanation explanation) {
    var chain = explanation.chain();
    var until = explanation.openUntilMillis();
    var text =
        new StringBuilder(explanation.entry().id())
            .append(" is ")
            .append(explanation.state().name().toLowerCase(Locale.ROOT));
    if (chain != null && explanation.state() != Explanation.State.COMPLETE) {
      text.append(" at stage ").append(chain.depth());
    }
    if (until != null) {
      text.append(" until ").append(moment(until));
    }
    for (var obstacle : explanation.obstacles()) {
      text.append(", ")
          .append(obstacle.rule().name().toLowerCase(Locale.ROOT))
          .append(" (")
          .append(obstacle.event().id());
      if (obstacle.lateMillis() != 0) {
        text.append(", ").append(Duration.ofMillis(obstacle.lateMillis())).append(" late");
      }
      text.append(')');
    }
    return text.toString();
  }

  static String moment(long millis) {
    var at = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    long days = ChronoUnit.DAYS.between(Scenario.DAY, at.toLocalDate());
    return (days == 0 ? "" : "+" + days + "/") + at.toLocalTime();
  }
}
