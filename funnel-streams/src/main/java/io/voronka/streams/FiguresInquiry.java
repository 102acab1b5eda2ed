package io.voronka.streams;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.SessionFigures;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.EventReader;
import io.voronka.wire.SessionsQuestion;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.TimelineQuestion;
import java.util.ArrayList;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks for figures. Parts of it may look at different people at the same time. */
final class FiguresInquiry {

  /** Adds a person to figures. */
  private interface Way {
    void add(Timeline seen, FigureChanges into);
  }

  private final Way way;
  private final long untilMillis;
  private final @Nullable Set<String> namesAlone;
  private final EventReader reader;
  private final FigureChanges figures = new FigureChanges();

  private FiguresInquiry(
      Way way, long untilMillis, @Nullable Set<String> namesAlone, EventReader reader) {
    this.way = way;
    this.untilMillis = untilMillis;
    this.namesAlone = namesAlone;
    this.reader = reader;
  }

  /** Asks for those of a funnel. */
  static FiguresInquiry of(TimelineQuestion question) {
    var range = question.range();
    var program = FunnelProgram.of(question.funnel(), range.where());
    return new FiguresInquiry(
        (seen, into) -> program.figures().addRange(program.evaluator().attempts(seen), range, into),
        question.untilMillis(),
        program.evaluator().namesAlone(),
        EventReader.of(program.evaluator().names()));
  }

  /** Asks for those of sessions, to which all events belong. */
  static FiguresInquiry of(SessionsQuestion question) {
    var range = question.of().range();
    var sessions = question.of().funnel();
    var figures = new SessionFigures(sessions.key(), sessions.calendar(), SessionRule.DEFAULT);
    return new FiguresInquiry(
        (seen, into) -> figures.addRange(seen, range, into),
        question.of().untilMillis(),
        null,
        EventReader.ALL);
  }

  /** Returns one that asks the same and has found nothing yet. */
  FiguresInquiry part() {
    return new FiguresInquiry(way, untilMillis, namesAlone, reader);
  }

  /** Adds what a part has found. */
  void add(FiguresInquiry part) {
    figures.addAll(part.figures);
  }

  /** Looks at everybody in a partition. */
  void read(People people) {
    people.forEach(reader, namesAlone, seen -> way.add(seen.asOf(untilMillis), figures));
  }

  /** Returns what was found. */
  TimelineQuestion.Answer answer() {
    var answer = new ArrayList<TimelineQuestion.Figure>();
    figures
        .byKey()
        .forEach(
            (key, counters) ->
                answer.add(
                    new TimelineQuestion.Figure(
                        TallyCodec.encode(key), TallyCodec.encode(counters))));
    return new TimelineQuestion.Answer(answer);
  }
}
