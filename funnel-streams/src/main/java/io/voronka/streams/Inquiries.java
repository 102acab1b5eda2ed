package io.voronka.streams;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.explore.DriverCounts;
import io.voronka.model.explore.Drivers;
import io.voronka.model.explore.Flows;
import io.voronka.model.explore.SeenEvents;
import io.voronka.model.explore.SeenProperties;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.DriversQuestion;
import io.voronka.wire.EventCodec;
import io.voronka.wire.NamesQuestion;
import io.voronka.wire.PathsQuestion;
import io.voronka.wire.PropertiesQuestion;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.TimelineQuestion;
import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is asked about everybody and added up. */
final class Inquiries {

  private Inquiries() {}

  private static Inquiry ofAll(Consumer<Timeline> add, Supplier<Object> answer) {
    return new Inquiry() {
      @Override
      public boolean take(Person person) {
        add.accept(person.timeline());
        return true;
      }

      @Override
      public Object answer() {
        return answer.get();
      }
    };
  }

  static Inquiry figures(TimelineQuestion question) {
    var range = question.range();
    var program = FunnelProgram.of(question.funnel(), range.where());
    var figures = new FigureChanges();
    return ofAll(
        timeline -> {
          var seen = timeline.asOf(question.untilMillis());
          program.figures().addRange(program.evaluator().attempts(seen), range, figures);
        },
        () -> answer(figures));
  }

  private static TimelineQuestion.Answer answer(FigureChanges figures) {
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

  static Inquiry drivers(DriversQuestion question) {
    var of = question.of();
    var program = FunnelProgram.of(of.funnel(), of.range().where());
    var drivers =
        new Drivers(program.funnel(), of.range(), question.stage(), EventCodec::properties);
    var counts = new DriverCounts();
    return ofAll(
        timeline -> {
          var seen = timeline.asOf(of.untilMillis());
          drivers.add(seen, program.evaluator().attempts(seen), counts);
        },
        () -> DriversQuestion.Answer.of(counts));
  }

  static Inquiry paths(PathsQuestion question) {
    var flows = new Flows(question.flow());
    return ofAll(flows::add, () -> new PathsQuestion.Answer(flows.links(), flows.isCut()));
  }

  static Inquiry names(NamesQuestion question) {
    var seen = new SeenEvents();
    return ofAll(seen::add, () -> new NamesQuestion.Answer(seen.list(), seen.isCut()));
  }

  static Inquiry properties(PropertiesQuestion question) {
    var seen = new SeenProperties(question.event(), EventCodec::properties);
    return ofAll(seen::add, () -> PropertiesQuestion.Answer.of(seen));
  }
}
