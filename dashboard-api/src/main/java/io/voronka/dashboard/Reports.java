package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.count.Counters;
import io.voronka.model.count.FigureSum;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Held;
import io.voronka.model.count.SessionSum;
import io.voronka.model.count.StageReport;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.Funnel;
import io.voronka.model.session.SessionProperty;
import io.voronka.wire.PartitionQuestion;
import io.voronka.wire.Position;
import io.voronka.wire.SessionsQuestion;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.TimelineQuestion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes reports: from the live figures where those hold the answer, else from the timelines. Both
 * are added up by the same code.
 */
final class Reports implements SavedFunnels {

  private final DefinitionStore definitions;
  private final CountsView counts;
  private final TimelineClient timelines;
  private final int partitions;
  private final InstantSource clock;

  Reports(
      DefinitionStore definitions,
      CountsView counts,
      TimelineClient timelines,
      int partitions,
      InstantSource clock) {
    this.definitions = definitions;
    this.counts = counts;
    this.timelines = timelines;
    this.partitions = partitions;
    this.clock = clock;
  }

  @Override
  public Funnel get(String project, String id) {
    return definitions.get(project, id);
  }

  @Override
  public Funnel reported(Funnel current, ReportQuery query) {
    var live = live(current, query);
    return live == null ? current : live;
  }

  /** The version whose live figures hold the answer; null if none do. */
  private @Nullable Funnel live(Funnel current, ReportQuery query) {
    if (!query.isOfEverybody()) {
      return null;
    }
    var shown = shown(current);
    if (!query.after().equals(Position.NONE) && !isComplete(shown)) {
      return null; // who waits for a position wants all that is in front of it
    }
    return isHeld(shown, query) && shown.definition().breakdowns().containsAll(query.breakdown())
        ? shown
        : null;
  }

  /** Figures of a version at a moment. */
  private record Figures(Funnel funnel, FigureSum sum, Instant asOf, boolean isComplete) {}

  /** Answers one query about a saved funnel. */
  ObjectNode report(Funnel funnel, ReportQuery query) {
    counts.await(query.after());
    var now = clock.instant();
    var live = live(funnel, query);
    var figures = live == null ? asked(funnel, query, now) : held(live, query, now);
    return write(query, figures);
  }

  /** Answers one query about a funnel that need not be saved. */
  ObjectNode adHocReport(Funnel funnel, ReportQuery query) {
    counts.await(query.after());
    return write(query, asked(funnel, query, clock.instant()));
  }

  private static ObjectNode write(ReportQuery query, Figures figures) {
    var report = figures.sum.report(query.breakdown());
    var json = ReportJson.write(figures.funnel, query, figures.asOf, figures.isComplete, report);
    return ReportJson.putHistograms(json, report);
  }

  /** Compares two sides of one version of a saved funnel. */
  ObjectNode comparison(Funnel funnel, ComparisonQuery query) {
    var one = query.one().report();
    var other = query.other().report();
    counts.await(one.after());
    var now = clock.instant();
    var live = live(funnel, one);
    boolean areHeld = live != null && live.equals(live(funnel, other));
    var figures = areHeld ? held(Objects.requireNonNull(live), one, now) : asked(funnel, one, now);
    var others =
        one.equals(other)
            ? figures
            : areHeld ? held(Objects.requireNonNull(live), other, now) : asked(funnel, other, now);
    return ComparisonJson.write(
        figures.funnel,
        side(query.one(), figures),
        side(query.other(), others),
        figures.isComplete);
  }

  private static ComparisonJson.Side side(ComparisonQuery.Side query, Figures figures) {
    var stages = figures.sum.report(List.of()).stages();
    var group = query.group();
    return new ComparisonJson.Side(
        query,
        figures.asOf,
        stages,
        group == null
            ? stages.stream().map(StageReport::reached).toList()
            : figures.sum.reached(query.report().breakdown(), group));
  }

  /** The report that is pushed: all of time by day, with each breakdown by itself. */
  ObjectNode liveReport(Funnel funnel) {
    var now = clock.instant();
    var shown = shown(funnel);
    var query = ReportQuery.ALL_TIME;
    var figures = held(shown, query, now);
    var sum = figures.sum;
    var json =
        ReportJson.write(shown, query, now, figures.isComplete, sum.report(query.breakdown()));
    ReportJson.putBreakdowns(json, shown.definition(), sum);
    return json;
  }

  /** A number that changes whenever the funnel's live report does, but for the passing of time. */
  int changesOf(Funnel funnel) {
    var shown = shown(funnel);
    return Objects.hash(shown.key().version(), counts.changesOf(shown.key()), isComplete(shown));
  }

  /** The version whose figures are to be seen: the one before, while the current is computed. */
  private Funnel shown(Funnel current) {
    if (isComplete(current)) {
      return current;
    }
    return definitions.before(current).filter(this::isComplete).orElse(current);
  }

  private boolean isComplete(Funnel funnel) {
    return counts.complete(funnel.key(), partitions) >= 1;
  }

  private boolean isHeld(Funnel funnel, ReportQuery query) {
    return new Held(counts.marks().heldMillis())
        .surelyHoldsFrom(query.granularity(), counts.firstDay(funnel), funnel.calendar());
  }

  /**
   * Answers one query about a project's sessions.
   *
   * @param breakdown by which property to split them; null for none
   */
  ObjectNode sessions(String project, ReportQuery query, @Nullable SessionProperty breakdown) {
    counts.await(query.after());
    var now = clock.instant();
    var sessions = shown(definitions.sessions(project));
    var sum = new SessionSum(sessions.calendar(), query.granularity());
    if (areHeld(sessions, query)) {
      counts.read(sessions.key(), query.granularity(), sum::add);
    } else {
      var question = TimelineQuestion.of(sessions, query.range(now), query.untilMillis());
      ask(new SessionsQuestion(question), sum::add);
    }
    var asOf = query.asOf() == null ? now : query.asOf();
    return SessionReportJson.write(sessions.calendar(), query, asOf, breakdown, sum);
  }

  private boolean areHeld(Funnel sessions, ReportQuery query) {
    return query.isOfEverybody()
        && query.granularity() != Granularity.MINUTE
        && isComplete(sessions)
        && isHeld(sessions, query);
  }

  /** Asks for figures over the timelines, and gives each page to be added up. */
  private <Q extends PartitionQuestion<Q>> void ask(
      Q question, BiConsumer<TallyKey, Counters> sum) {
    timelines.ask(
        question,
        TimelineQuestion.Answer.class,
        answer ->
            answer
                .figures()
                .forEach(
                    figure ->
                        sum.accept(
                            TallyCodec.key(figure.key()), TallyCodec.counters(figure.value()))));
  }

  private Figures held(Funnel funnel, ReportQuery query, Instant now) {
    var sum = new FigureSum(funnel, query.granularity(), now.toEpochMilli());
    counts.read(funnel.key(), query.granularity(), sum::add);
    return new Figures(funnel, sum, now, isComplete(funnel));
  }

  private Figures asked(Funnel funnel, ReportQuery query, Instant now) {
    var asOf = query.asOf() == null ? now : query.asOf();
    var sum = new FigureSum(funnel, query.granularity(), asOf.toEpochMilli());
    ask(TimelineQuestion.of(funnel, query.range(now), query.untilMillis()), sum::add);
    return new Figures(funnel, sum, asOf, true);
  }
}
