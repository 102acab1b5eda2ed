package io.voronka.streams;

import io.javalin.http.Context;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.Range;
import io.voronka.wire.Json;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.TimelineQuestion;
import java.util.ArrayList;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/** Answers questions that need the timelines: reads every room of a project and adds it up. */
final class TimelineAnswers {

  private final KafkaStreams streams;

  TimelineAnswers(KafkaStreams streams) {
    this.streams = streams;
  }

  /** {@code POST /internal/figures}: figures of a funnel over the partitions held here. */
  void figures(Context ctx) {
    var question = Json.read(ctx.bodyAsBytes(), TimelineQuestion.class);
    var range = question.range();
    var figures = new FigureChanges();
    var program = FunnelProgram.of(question.funnel(), range.where());
    for (int partition : question.partitions()) {
      addPartition(partition, question, program, range, figures);
    }
    var answer = new ArrayList<TimelineQuestion.Figure>();
    figures
        .byKey()
        .forEach(
            (key, counters) ->
                answer.add(
                    new TimelineQuestion.Figure(
                        TallyCodec.encode(key), TallyCodec.encode(counters))));
    WebServer.json(ctx, new TimelineQuestion.Answer(answer));
  }

  private void addPartition(
      int partition,
      TimelineQuestion question,
      FunnelProgram program,
      Range range,
      FigureChanges figures) {
    var store =
        StoreQueryParameters.fromNameAndType(
                Stores.ROOMS, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
            .withPartition(partition);
    try (var walk = Rooms.walk(streams.store(store), question.project(), new byte[0])) {
      for (var room = walk.next(); room != null; room = walk.next()) {
        var seen = room.timeline().asOf(question.untilMillis());
        program.figures().addRange(program.evaluator().attempts(seen), range, figures);
      }
    } catch (InvalidStateStoreException moved) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "Partition " + partition + " is not held here now.", moved);
    }
  }
}
