package io.voronka.streams;

import io.voronka.model.count.FigurePeople;
import io.voronka.model.count.Standing;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.event.Event;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.EventCodec;
import io.voronka.wire.PersonsQuestion;
import io.voronka.wire.PersonsQuestion.Listed;
import io.voronka.wire.PersonsQuestion.Place;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.SegmentJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the people behind a figure from a place on, as many as are wanted. */
final class PersonsInquiry implements Inquiry {

  private final PersonsQuestion question;
  private final Evaluator evaluator;
  private final FigurePeople people;
  private final List<Listed> listed = new ArrayList<>();
  private @Nullable Place last;
  private boolean hasMore;

  PersonsInquiry(PersonsQuestion question) {
    var funnel = question.of().funnel();
    this.question = question;
    this.evaluator = new Evaluator(funnel.definition(), question.of().range().where());
    this.people = new FigurePeople(funnel, question.of().range(), question.figure());
  }

  @Override
  public byte @Nullable [] first() {
    var after = question.after();
    return after == null ? null : after.person();
  }

  @Override
  public boolean take(Person person) {
    var seen = person.timeline().asOf(question.of().untilMillis());
    for (var standing : people.of(evaluator.attempts(seen))) {
      if (isGiven(person, standing.entry())) {
        continue;
      }
      if (listed.size() == question.limit()) {
        hasMore = true;
        return false;
      }
      listed.add(listed(person, seen, standing));
      last = new Place(person.key(), standing.entry().timeMillis(), standing.entry().id());
    }
    return true;
  }

  /** Attempts of the last person that was given may be left. */
  private boolean isGiven(Person person, Event entry) {
    var after = question.after();
    if (after == null || !Arrays.equals(person.key(), after.person())) {
      return false;
    }
    return entry.timeMillis() < after.entryMillis()
        || entry.timeMillis() == after.entryMillis() && entry.id().compareTo(after.entryId()) <= 0;
  }

  private static Listed listed(Person person, Timeline seen, Standing standing) {
    var state = standing.state();
    return new Listed(
        person.id(),
        person.ids(),
        standing.entry().timeMillis(),
        standing.reachedMillis(),
        standing.depth(),
        state == null ? null : state.text(),
        standing.deadlineMillis(),
        SegmentJson.write(standing.group()),
        PropertyJson.write(EventCodec.traits(seen)));
  }

  @Override
  public PersonsQuestion.Answer answer() {
    return new PersonsQuestion.Answer(listed, hasMore ? last : null);
  }
}
