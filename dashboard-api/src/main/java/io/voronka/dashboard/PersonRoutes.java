package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import io.voronka.model.definition.Funnel;
import io.voronka.wire.ExplainQuestion;
import io.voronka.wire.PartitionQuestion;
import io.voronka.wire.PersonQuestion;
import io.voronka.wire.Position;
import io.voronka.wire.TimelineQuestion;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The people behind numbers, and single persons. */
final class PersonRoutes {

  private static final Set<String> OF_PERSON = Set.of("limit", "cursor", "after");
  private static final Set<String> OF_ERASURE = Set.of("aggregates", "after");
  private static final List<String> AGGREGATES = List.of("keep", "subtract");
  private static final Set<String> OF_EXPLANATION = Set.of("funnel", "asOf", "after");

  private static final int MAX_HOPS = 1000; // as many ids as a person may have

  private final Access access;
  private final SavedFunnels funnels;
  private final MarksView marks;
  private final TimelineClient timelines;
  private final PersonLists lists;
  private final Erasure eraser;
  private final InstantSource clock;

  PersonRoutes(
      Access access,
      SavedFunnels funnels,
      MarksView marks,
      TimelineClient timelines,
      Erasure eraser,
      InstantSource clock) {
    this.access = access;
    this.funnels = funnels;
    this.marks = marks;
    this.timelines = timelines;
    this.lists = new PersonLists(timelines, clock);
    this.eraser = eraser;
    this.clock = clock;
  }

  /** Makes a person be forgotten. */
  @FunctionalInterface
  interface Erasure {

    /** Says so; returns the position after which it is done. */
    Position erase(String project, String id, boolean isSubtracted);
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/funnels/{id}/persons", this::list);
    routes.get("/api/v1/persons/{id}", this::show);
    routes.delete("/api/v1/persons/{id}", this::erase);
    routes.get("/api/v1/persons/{id}/explain", this::explain);
  }

  private void list(Context ctx) {
    var current = funnels.get(access.project(ctx), ctx.pathParam("id"));
    var query = PersonsQuery.parse(ctx.queryParamMap(), current, funnels);
    marks.await(query.report().after());
    ctx.header("Vary", "Accept");
    if (CsvDownload.isWanted(ctx)) {
      new CsvDownload(lists, query).write(ctx);
      return;
    }
    int limit = query.limit() == null ? PersonsQuery.DEFAULT_LIMIT : query.limit();
    var page = lists.page(query, query.cursor(), limit);
    WebServer.json(ctx, PersonsJson.list(query, page));
  }

  private void show(Context ctx) {
    var project = access.project(ctx);
    var id = ctx.pathParam("id");
    var given = new QueryParameters(ctx.queryParamMap(), OF_PERSON);
    int limit = given.whole("limit", 1, PersonsQuery.MAX_LIMIT, PersonsQuery.DEFAULT_LIMIT);
    var place = Cursors.read(given, PersonQuestion.Place.class);
    if (place != null && Objects.isNull(place.id())) { // callers can give back anything
      Cursors.refuse(given.form());
    }
    var after = given.reader().after();
    given.orThrow();
    marks.await(after);
    var found =
        follow(
            id,
            asked -> new PersonQuestion(project, asked, place, limit, List.of()),
            PersonQuestion.Answer.class,
            PersonQuestion.Answer::person,
            PersonQuestion.Answer::follows);
    WebServer.json(ctx, PersonsJson.person(found));
  }

  private void erase(Context ctx) {
    var project = access.project(ctx);
    var id = ctx.pathParam("id");
    var given = new QueryParameters(ctx.queryParamMap(), OF_ERASURE);
    var aggregates = given.oneOf("aggregates", AGGREGATES);
    var after = given.reader().after();
    given.orThrow();
    marks.await(after);
    var person =
        follow(
            id,
            asked -> new PersonQuestion(project, asked, null, 1, List.of()),
            PersonQuestion.Answer.class,
            PersonQuestion.Answer::person,
            PersonQuestion.Answer::follows);
    marks.await(eraser.erase(project, person.id(), aggregates.equals("subtract")));
    var json = JsonNodeFactory.instance.objectNode().put("id", person.id());
    person.ids().forEach(json.putArray("ids")::add);
    WebServer.json(ctx, json.put("aggregates", aggregates));
  }

  /** Asks for an id, then for whom it follows, and so on, until somebody is found. */
  private <Q extends PartitionQuestion<Q>, A, T> T follow(
      String id,
      Function<String, Q> question,
      Class<A> type,
      Function<A, @Nullable T> found,
      Function<A, @Nullable String> follows) {
    String asked = id;
    for (int hops = 0; asked != null && hops < MAX_HOPS; hops++) {
      var answers = new ArrayList<A>();
      timelines.ask(question.apply(asked), type, answers::add);
      String next = null;
      for (var answer : answers) {
        var person = found.apply(answer);
        if (person != null) {
          return person;
        }
        next = next == null ? follows.apply(answer) : next;
      }
      asked = next;
    }
    throw nobody(id);
  }

  private static ServiceException nobody(String id) {
    return new ServiceException(ProblemType.NOT_FOUND, "Nobody was seen with the id '" + id + "'.");
  }

  private void explain(Context ctx) {
    var project = access.project(ctx);
    var id = ctx.pathParam("id");
    var given = new QueryParameters(ctx.queryParamMap(), OF_EXPLANATION);
    var name = given.textOrNull("funnel");
    if (name == null) {
      given.form().add("funnel", "is missing: the id of a funnel");
    }
    var query = given.reader().read(List.of());
    given.orThrow();
    marks.await(query.after());
    var funnel = funnels.reported(funnels.get(project, String.valueOf(name)), query);
    var asOf = query.asOf() == null ? clock.instant() : query.asOf();
    var report = TimelineQuestion.of(funnel, query.range(asOf), query.untilMillis());
    var found =
        follow(
            id,
            asked -> new ExplainQuestion(report, asked),
            ExplainQuestion.Answer.class,
            answer -> answer.person() == null ? null : answer,
            ExplainQuestion.Answer::follows);
    var json = head(String.valueOf(found.person()), funnel).put("asOf", asOf.toString());
    WebServer.json(ctx, json.setAll((ObjectNode) Objects.requireNonNull(found.explanation())));
  }

  private static ObjectNode head(String person, Funnel funnel) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("person", person)
        .put("funnel", funnel.key().funnel())
        .put("version", funnel.key().version());
  }
}
