package io.voronka.dashboard;

import io.voronka.kit.ServiceException;
import io.voronka.wire.PersonsQuestion;
import io.voronka.wire.PersonsQuestion.Listed;
import io.voronka.wire.PersonsQuestion.Place;
import io.voronka.wire.TimelineQuestion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists of people page by page: partition after partition, each in the order of its keys, so
 * that a page goes on where the one before ended and all pages together read everything once.
 */
final class PersonLists {

  private final TimelineClient timelines;
  private final InstantSource clock;

  PersonLists(TimelineClient timelines, InstantSource clock) {
    this.timelines = timelines;
    this.clock = clock;
  }

  /**
   * A part of a list.
   *
   * @param asOf the moment for which it is made
   * @param persons in the order of the list
   * @param next where it goes on; null at the end
   */
  record Page(Instant asOf, List<Listed> persons, @Nullable PersonsCursor next) {}

  /**
   * Reads a page.
   *
   * @param cursor where the page before ended; null for the first
   * @throws ServiceException if the timelines can't be read now
   */
  Page page(PersonsQuery query, @Nullable PersonsCursor cursor, int limit) {
    var now = cursor == null ? clock.instant() : Instant.ofEpochMilli(cursor.asOfMillis());
    var report =
        TimelineQuestion.of(
            query.funnel(), query.report().range(now), query.report().untilMillis());
    var question = PersonsQuestion.of(report, query.figure(), null, limit);
    var persons = new ArrayList<Listed>();
    int partition = cursor == null ? 0 : cursor.partition();
    var place = cursor == null ? null : cursor.place();
    while (partition < timelines.partitions() && persons.size() < limit) {
      place = add(question.after(place, limit - persons.size()), partition, persons);
      partition += place == null ? 1 : 0;
    }
    var next =
        partition < timelines.partitions()
            ? new PersonsCursor(query.fingerprint(), now.toEpochMilli(), partition, place)
            : null;
    var asOf = query.report().asOf();
    return new Page(asOf == null ? now : asOf, persons, next);
  }

  /** Adds those of one partition; returns the place of the last if it has more. */
  private @Nullable Place add(PersonsQuestion question, int partition, List<Listed> into) {
    var answers = new ArrayList<PersonsQuestion.Answer>();
    timelines.ask(question, List.of(partition), PersonsQuestion.Answer.class, answers::add);
    var answer = answers.get(0);
    into.addAll(answer.persons());
    return answer.last();
  }
}
