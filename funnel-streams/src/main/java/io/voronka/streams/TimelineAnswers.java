package io.voronka.streams;

import io.javalin.config.RoutesConfig;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import io.voronka.wire.DriversQuestion;
import io.voronka.wire.ExplainQuestion;
import io.voronka.wire.FunnelPathsQuestion;
import io.voronka.wire.Json;
import io.voronka.wire.NamesQuestion;
import io.voronka.wire.PartitionQuestion;
import io.voronka.wire.PathsQuestion;
import io.voronka.wire.PersonQuestion;
import io.voronka.wire.PersonsQuestion;
import io.voronka.wire.PropertiesQuestion;
import io.voronka.wire.SessionsQuestion;
import io.voronka.wire.TimelineQuestion;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions that need the timelines, over the partitions that are held here: about one
 * person, or by reading every person of a project.
 */
final class TimelineAnswers {

  /** Gives the rooms of a partition that is held here. */
  @FunctionalInterface
  interface RoomsByPartition {

    /**
     * Opens them.
     *
     * @throws InvalidStateStoreException if it is not held here now
     */
    ReadOnlyKeyValueStore<Bytes, byte[]> of(int partition);
  }

  /** Looks for something in the people of one partition; null: go on with the next. */
  private interface Search<T> {
    @Nullable T in(People people);
  }

  private final RoomsByPartition rooms;
  private final HeldOutlines outlines;

  TimelineAnswers(RoomsByPartition rooms, HeldOutlines outlines) {
    this.rooms = rooms;
    this.outlines = outlines;
  }

  void register(RoutesConfig routes) {
    figures(routes, TimelineQuestion.PATH, TimelineQuestion.class, FiguresInquiry::of);
    figures(routes, SessionsQuestion.PATH, SessionsQuestion.class, FiguresInquiry::of);
    ofEverybody(routes, PersonsQuestion.PATH, PersonsQuestion.class, PersonsInquiry::new);
    ofEverybody(routes, DriversQuestion.PATH, DriversQuestion.class, Inquiries::drivers);
    ofEverybody(routes, PathsQuestion.PATH, PathsQuestion.class, Inquiries::paths);
    ofEverybody(
        routes, FunnelPathsQuestion.PATH, FunnelPathsQuestion.class, Inquiries::pathsOfFunnel);
    ofEverybody(routes, NamesQuestion.PATH, NamesQuestion.class, Inquiries::names);
    ofEverybody(routes, PropertiesQuestion.PATH, PropertiesQuestion.class, Inquiries::properties);
    ofOne(
        routes,
        PersonQuestion.PATH,
        PersonQuestion.class,
        PersonQuestion::id,
        PersonAnswers::person,
        PersonQuestion.Answer::elsewhere);
    ofOne(
        routes,
        ExplainQuestion.PATH,
        ExplainQuestion.class,
        ExplainQuestion::id,
        PersonAnswers::explain,
        ExplainQuestion.Answer::elsewhere);
  }

  /** Several partitions at once: it takes long, and anybody may wait for it. */
  private <Q extends PartitionQuestion<Q>> void figures(
      RoutesConfig routes, String path, Class<Q> type, Function<Q, FiguresInquiry> inquiries) {
    routes.post(
        path,
        ctx -> {
          var question = Json.read(ctx.bodyAsBytes(), type);
          var whole = inquiries.apply(question);
          question.partitions().parallelStream()
              .map(partition -> part(question.to(List.of(partition)), whole))
              .forEachOrdered(whole::add);
          WebServer.json(ctx, whole.answer());
        });
  }

  private <Q extends PartitionQuestion<Q>> FiguresInquiry part(Q question, FiguresInquiry whole) {
    var part = whole.part();
    search(
        question,
        people -> {
          part.read(people);
          return null; // and on to the next
        });
    return part;
  }

  private <Q extends PartitionQuestion<Q>> void ofEverybody(
      RoutesConfig routes, String path, Class<Q> type, Function<Q, Inquiry> inquiries) {
    routes.post(
        path,
        ctx -> {
          var question = Json.read(ctx.bodyAsBytes(), type);
          var inquiry = inquiries.apply(question);
          search(question, people -> tell(people, inquiry) ? null : inquiry);
          WebServer.json(ctx, inquiry.answer());
        });
  }

  /** Shows the inquiry one person after the other; returns whether it wants more. */
  private static boolean tell(People people, Inquiry inquiry) {
    try (var walk = people.walk(inquiry.first(), inquiry.reader())) {
      for (var person = walk.next(); person != null; person = walk.next()) {
        if (!inquiry.take(person)) {
          return false;
        }
      }
    }
    return true;
  }

  private <Q extends PartitionQuestion<Q>, A> void ofOne(
      RoutesConfig routes,
      String path,
      Class<Q> type,
      Function<Q, String> id,
      BiFunction<Q, People.Found, A> answer,
      Function<@Nullable String, A> elsewhere) {
    routes.post(
        path,
        ctx -> {
          var question = Json.read(ctx.bodyAsBytes(), type);
          var owner = search(question, people -> people.find(id.apply(question)));
          var found = owner == null ? null : owner.found();
          WebServer.json(
              ctx,
              found != null
                  ? answer.apply(question, found)
                  : elsewhere.apply(owner == null ? null : owner.follows()));
        });
  }

  private <Q extends PartitionQuestion<Q>, T> @Nullable T search(Q question, Search<T> search) {
    for (int partition : question.partitions()) {
      try {
        var ofPartition = outlines.of(partition);
        var people = new People(rooms.of(partition), ofPartition, question.project());
        var found = search.in(people);
        if (outlines.of(partition) != ofPartition) {
          throw new InvalidStateStoreException("it went elsewhere meanwhile");
        }
        if (found != null) {
          return found;
        }
      } catch (InvalidStateStoreException moved) {
        throw new ServiceException(
            ProblemType.UNAVAILABLE, "Partition " + partition + " is not held here now.", moved);
      }
    }
    return null;
  }
}
