package io.voronka.streams;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.Range;
import io.voronka.wire.EventReader;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.TimelineQuestion;
import java.util.ArrayList;

/** Asks for a funnel's figures. Parts of it may look at different people at the same time. */
final class FiguresInquiry implements Inquiry {

  private final FunnelProgram program;
  private final Range range;
  private final long untilMillis;
  private final EventReader reader;
  private final FigureChanges figures = new FigureChanges();

  FiguresInquiry(TimelineQuestion question) {
    this.range = question.range();
    this.program = FunnelProgram.of(question.funnel(), range.where());
    this.untilMillis = question.untilMillis();
    this.reader = EventReader.of(program.evaluator().names());
  }

  private FiguresInquiry(FiguresInquiry whole) {
    this.range = whole.range;
    this.program = whole.program;
    this.untilMillis = whole.untilMillis;
    this.reader = whole.reader;
  }

  /** Returns one that asks the same and has found nothing yet. */
  FiguresInquiry part() {
    return new FiguresInquiry(this);
  }

  /** Adds what a part has found. */
  void add(FiguresInquiry part) {
    figures.addAll(part.figures);
  }

  @Override
  public EventReader reader() {
    return reader;
  }

  @Override
  public boolean take(Person person) {
    var seen = person.timeline().asOf(untilMillis);
    program.figures().addRange(program.evaluator().attempts(seen), range, figures);
    return true;
  }

  @Override
  public TimelineQuestion.Answer answer() {
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
