package io.voronka.streams;

import io.voronka.model.explore.DriverCounts;
import io.voronka.model.explore.Drivers;
import io.voronka.model.explore.Flows;
import io.voronka.model.explore.FunnelFlows;
import io.voronka.model.explore.SeenEvents;
import io.voronka.model.explore.SeenProperties;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.DriversQuestion;
import io.voronka.wire.EventCodec;
import io.voronka.wire.FunnelPathsQuestion;
import io.voronka.wire.NamesQuestion;
import io.voronka.wire.PathsQuestion;
import io.voronka.wire.PropertiesQuestion;
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

  static Inquiry pathsOfFunnel(FunnelPathsQuestion question) {
    var of = question.of();
    var program = FunnelProgram.of(of.funnel(), of.range().where());
    var found =
        new FunnelFlows(
            program.funnel(),
            of.range(),
            question.stage(),
            question.state(),
            question.flow().repeats());
    var flows = new Flows(question.flow());
    return ofAll(
        timeline -> {
          var seen = timeline.asOf(of.untilMillis());
          found.add(seen, program.evaluator().attempts(seen), flows);
        },
        () -> new PathsQuestion.Answer(flows.links(), flows.isCut()));
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
