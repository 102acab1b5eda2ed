package io.voronka.streams;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.count.StageState;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.evaluation.Explainer;
import io.voronka.model.evaluation.Outcome;
import io.voronka.model.event.Event;
import io.voronka.model.session.SessionDetails;
import io.voronka.model.session.SessionProperty;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.EventCodec;
import io.voronka.wire.ExplainQuestion;
import io.voronka.wire.ExplanationJson;
import io.voronka.wire.PersonQuestion;
import io.voronka.wire.PersonQuestion.Place;
import io.voronka.wire.PersonQuestion.SessionSpan;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.ReceivedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is asked about one person. */
final class PersonAnswers {

  /** Attempts that are explained; of more, the latest. */
  static final int MAX_ATTEMPTS = 200;

  private PersonAnswers() {}

  /** Who the person is, and a part of what the person did. */
  static PersonQuestion.Answer person(PersonQuestion question, People.Found found) {
    var person = found.person();
    var timeline = person.timeline();
    var page = new ArrayList<ReceivedEvent>();
    boolean hasMore = false;
    for (var received : found.events()) {
      if (isAfter(question.after(), received.event())) {
        hasMore = page.size() == question.limit();
        if (hasMore) {
          break;
        }
        page.add(received);
      }
    }
    return PersonQuestion.Answer.of(
        new PersonQuestion.Found(
            person.id(),
            person.ids(),
            PropertyJson.write(EventCodec.traits(timeline)),
            all(timeline).mapToLong(Event::timeMillis).min().orElse(0),
            all(timeline).mapToLong(Event::timeMillis).max().orElse(0),
            sessions(timeline),
            page.stream().map(EventCodec::encode).toList(),
            hasMore ? place(page.get(page.size() - 1).event()) : null));
  }

  private static boolean isAfter(@Nullable Place place, Event event) {
    return place == null
        || event.timeMillis() > place.millis()
        || event.timeMillis() == place.millis() && event.id().compareTo(place.id()) > 0;
  }

  private static Place place(Event event) {
    return new Place(event.timeMillis(), event.id());
  }

  private static Stream<Event> all(Timeline timeline) {
    return Stream.concat(timeline.events().stream(), timeline.statements().stream());
  }

  private static List<SessionSpan> sessions(Timeline timeline) {
    return SessionDetails.of(timeline, SessionRule.DEFAULT).stream()
        .map(PersonAnswers::session)
        .toList();
  }

  private static SessionSpan session(SessionDetails details) {
    var properties = JsonNodeFactory.instance.objectNode();
    for (var property : SessionProperty.values()) {
      var value = details.get(property);
      if (value != null) {
        properties.set(property.text(), PropertyJson.write(value));
      }
    }
    return new SessionSpan(
        details.session().startMillis(),
        details.session().lastMillis(),
        details.events().size(),
        properties);
  }

  /** What became of the person's attempts at a funnel. */
  static ExplainQuestion.Answer explain(ExplainQuestion question, People.Found found) {
    var person = found.person();
    var timeline = person.timeline().asOf(question.of().untilMillis());
    var range = question.of().range();
    var definition = question.of().funnel().definition();
    // A clock that is a little ahead must not hide what the figures count.
    long asOf = Math.max(range.asOfMillis(), lastMillis(timeline));
    var explained = new Explainer(definition).explain(timeline, asOf);
    int omitted = Math.max(0, explained.size() - MAX_ATTEMPTS);
    var json = JsonNodeFactory.instance.objectNode();
    var counted = range.counted(new Evaluator(definition).attempts(timeline));
    json.set("standing", standing(counted, range.asOfMillis()));
    json.set(
        "attempts",
        new ExplanationJson(definition, range.asOfMillis())
            .write(explained.subList(omitted, explained.size())));
    json.put("omitted", omitted);
    return ExplainQuestion.Answer.of(person.id(), json);
  }

  private static long lastMillis(Timeline timeline) {
    var events = timeline.events();
    return events.isEmpty() ? Long.MIN_VALUE : events.get(events.size() - 1).timeMillis();
  }

  /** How the person is counted; null if not at all. */
  private static @Nullable ObjectNode standing(List<Outcome> counted, long asOfMillis) {
    if (counted.isEmpty()) {
      return null;
    }
    var outcome = counted.get(0);
    var state = StageState.atTheFurthest(outcome, asOfMillis);
    long deadline = outcome.isComplete() ? Long.MIN_VALUE : outcome.deadlineMillis();
    return JsonNodeFactory.instance
        .objectNode()
        .put("depth", outcome.depth())
        .put("state", state == StageState.ADVANCED ? "complete" : state.text())
        .put("entered", time(outcome.speaking().startMillis()))
        .put("reachedAt", time(outcome.speaking().finishMillis()))
        .put("deadline", deadline == Long.MIN_VALUE ? null : time(deadline));
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
