package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.Counters;
import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.FunnelFigures;
import io.voronka.model.count.Held;
import io.voronka.model.count.SessionFigures;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.event.Event;
import io.voronka.model.identity.Moment;
import io.voronka.model.identity.Placeholders;
import io.voronka.model.identity.RoomKeeper;
import io.voronka.model.time.Calendar;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.FunnelText;
import io.voronka.testing.IdentityOracle;
import io.voronka.testing.RandomFunnels;
import io.voronka.testing.Scenario;
import io.voronka.wire.EventCodec;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.RoomEntry;
import io.voronka.wire.Traffic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random calls of people with several ids, in any order and some of them twice, over partitions
 * that hear of each other any time later, with funnels that come, change and go: in the end the
 * figures are those that the plain functions give for the persons that the rule makes of what was
 * said.
 */
class PersonsProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 500;
  private static final Held HELD = new Held(Scenario.at("10:05").toEpochMilli());
  private static final String[] USERS = {"u0", "u1", "u2"};
  private static final String[] DEVICES = {"d0", "d1", "d2", "guest"};
  private static final String[] MAILS = {"email:0", "email:1"};
  private static final Funnel SESSIONS =
      new Funnel(
          SessionFigures.key(FunnelHarness.PROJECT, 1), SessionFigures.DEFINITION, Calendar.UTC);

  @Test
  void any_history_ends_in_the_figures_of_the_persons_that_the_rule_makes() {
    LongStream.range(0, CASES).parallel().forEach(seed -> new PersonsProperties.Case(seed).run());
  }

  /** One history. */
  private static final class Case {

    final long seed;
    final Random random;
    final RandomFunnels shapes;
    final Partitions partitions;
    final List<ReceivedEvent> calls = new ArrayList<>();

    Case(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.shapes = new RandomFunnels(seed);
      int count = 1 + random.nextInt(4);
      this.partitions = new Partitions(count, HELD, random.nextBoolean() ? 2_000 : 1_000_000);
    }

    void run() {
      var first = funnel(1);
      var second = funnel(2);
      shapes.events(14).forEach(event -> calls.add(call(event)));
      var arrivals = new ArrayList<>(calls);
      arrivals.addAll(calls.subList(0, calls.size() / 3)); // sent twice
      Collections.shuffle(arrivals, random);
      int firstAt = random.nextInt(arrivals.size() + 1);
      int secondAt = random.nextInt(arrivals.size() + 1);
      for (int i = 0; i < arrivals.size(); i++) {
        if (i == firstAt && firstAt < secondAt) {
          partitions.follows(List.of(LiveFigures.of(first), LiveFigures.of(SESSIONS)));
        }
        if (i == secondAt) {
          partitions.follows(List.of(LiveFigures.of(second), LiveFigures.of(SESSIONS)));
        }
        partitions.receives(arrivals.get(i));
        for (int work = random.nextInt(3); work > 0; work--) {
          partitions.worksAMoment(random);
        }
        if (random.nextInt(8) == 0) {
          checkOutlines();
        }
      }
      finish(second);
      check(second, persons());
      forgetSome(second);
    }

    private Funnel funnel(int version) {
      var saved = FunnelText.saved(shapes.funnel());
      var key = new FunnelVersion(saved.key().project(), saved.key().funnel(), version);
      return new Funnel(key, saved.definition(), saved.calendar());
    }

    private void finish(Funnel last) {
      partitions.follows(List.of(LiveFigures.of(last), LiveFigures.of(SESSIONS)));
      boolean isBusy = true;
      while (isBusy) {
        isBusy = partitions.worksAMoment(random);
      }
      partitions.follows(List.of(LiveFigures.of(last), LiveFigures.of(SESSIONS)));
    }

    /** Somebody says the event, or says something of somebody at its time. */
    private ReceivedEvent call(Event event) {
      var user = oneOf(USERS);
      var device = oneOf(DEVICES);
      var mail = oneOf(MAILS);
      return switch (random.nextInt(12)) {
        case 0, 1, 2 -> received(Kind.TRACK, user, null, List.of(), event);
        case 3, 4, 5 -> received(Kind.TRACK, null, device, List.of(), event);
        case 6 -> received(Kind.TRACK, user, device, List.of(mail), event);
        case 7 -> received(Kind.TRACK, null, device, List.of(mail), event);
        case 8 -> received(Kind.TRACK, null, null, List.of(mail), event);
        case 9 -> received(Kind.IDENTIFY, user, device, List.of(), event);
        case 10 -> received(Kind.ALIAS, user, null, List.of(anybody()), event);
        default -> received(Kind.MERGE, user, null, List.of(anybody()), event);
      };
    }

    private String anybody() {
      return random.nextBoolean() ? oneOf(USERS) : random.nextBoolean() ? oneOf(DEVICES) : "u9";
    }

    private String oneOf(String[] ids) {
      return ids[random.nextInt(ids.length)];
    }

    private static ReceivedEvent received(
        Kind kind,
        @Nullable String user,
        @Nullable String device,
        List<String> others,
        Event event) {
      return new ReceivedEvent(kind, user, device, others, 0, event);
    }

    /** The ids of each person, by the rule. */
    private SortedMap<String, SortedSet<String>> persons() {
      var oracle = new IdentityOracle();
      var ids = new TreeSet<String>();
      for (var call : calls) {
        var at = new Moment(call.event().timeMillis(), call.event().id());
        var others = new ArrayList<>(call.otherIds());
        if (call.anonymousId() != null) {
          others.add(call.anonymousId());
        }
        ids.add(call.sender());
        ids.addAll(others);
        if (call.userId() != null) {
          var linked = call.kind() == Kind.MERGE ? List.<String>of() : others;
          oracle.hear(new IdentityOracle.Statement(call.userId(), at, linked));
        } else if (!call.otherIds().isEmpty() && isLinked(call.anonymousId())) {
          var followed = call.otherIds().get(0);
          oracle.hear(new IdentityOracle.Statement(followed, at, List.of(call.anonymousId())));
        }
      }
      partitions.forced().forEach(request -> oracle.force(request.previous(), request.id()));
      return oracle.persons(ids);
    }

    private static boolean isLinked(@Nullable String device) {
      return device != null && !Placeholders.isPlaceholder(device);
    }

    /** The timeline of each person, by home: of versions of one message the smallest. */
    private Map<String, Timeline> timelines(SortedMap<String, SortedSet<String>> persons) {
      var timelines = new TreeMap<String, Timeline>();
      persons.forEach(
          (home, ids) -> {
            var said = new HashMap<String, List<RoomEntry>>();
            for (var call : calls) {
              boolean isKept = call.kind().isEvent() || call.kind() == Kind.IDENTIFY;
              if (isKept && ids.contains(call.sender())) {
                said.put("" + said.size(), List.of(RoomEntry.of(EventCodec.encode(call))));
              }
            }
            if (!said.isEmpty()) {
              timelines.put(home, RoomEntry.timeline(RoomKeeper.all(said)));
            }
          });
      return timelines;
    }

    private void check(Funnel funnel, SortedMap<String, SortedSet<String>> persons) {
      var timelines = timelines(persons);
      var found = new TreeMap<String, Timeline>();
      for (var person : partitions.people()) {
        if (!person.timeline().equals(Timeline.empty())) {
          found.put(person.id(), person.timeline());
          assertThat(person.ids()).as("seed %s", seed).isEqualTo(idsOf(persons, person.id()));
        }
      }
      assertThat(found).as("timelines, seed %s", seed).isEqualTo(timelines);
      checkOutlines();
      assertThat(partitions.figures())
          .as("figures, seed %s", seed)
          .isEqualTo(plain(funnel, timelines));
      assertThat(partitions.traffic()).as("seed %s", seed).allSatisfy(this::isTaken);
    }

    /** At any moment outlines tell what the rooms hold. */
    private void checkOutlines() {
      var names = new TreeSet<String>();
      calls.forEach(call -> names.add(call.event().name()));
      names.removeIf(name -> random.nextInt(3) == 0);
      var held = partitions.people().stream().map(Person::timeline).toList();
      assertThat(outlines(partitions.outlined(names), names))
          .as("outlines, seed %s", seed)
          .containsExactlyInAnyOrderElementsOf(outlines(held, names));
    }

    private static List<String> outlines(List<Timeline> people, Set<String> names) {
      return people.stream()
          .map(
              timeline ->
                  timeline.events().stream()
                      .filter(event -> names.contains(event.name()))
                      .map(event -> event.timeMillis() + " " + event.name())
                      .collect(Collectors.joining(", ")))
          .filter(events -> !events.isEmpty())
          .toList();
    }

    private static List<String> idsOf(SortedMap<String, SortedSet<String>> persons, String home) {
      return List.copyOf(persons.getOrDefault(home, new TreeSet<>()));
    }

    private void isTaken(Traffic traffic) {
      int from = partitions.traffic().indexOf(traffic);
      traffic
          .sent()
          .forEach(
              (to, count) ->
                  assertThat(partitions.traffic().get(to).taken().get(from)).isEqualTo(count));
    }

    private static Map<TallyKey, Counters> plain(Funnel funnel, Map<String, Timeline> timelines) {
      var evaluator = new Evaluator(funnel.definition());
      var figures = new FunnelFigures(funnel);
      var sessions = new SessionFigures(SESSIONS.key(), Calendar.UTC, SessionRule.DEFAULT);
      var changes = new FigureChanges();
      for (var timeline : timelines.values()) {
        var nothing = Attempts.none(funnel.definition());
        figures.difference(nothing, evaluator.attempts(timeline), HELD, changes);
        sessions.difference(Timeline.empty(), timeline, HELD, changes);
      }
      return changes.byKey();
    }

    /** Erased persons leave nothing behind, the others all that they had. */
    private void forgetSome(Funnel funnel) {
      var persons = persons();
      var erased = oneOf(USERS);
      partitions.receives(
          received(Kind.SUBTRACT, erased, null, List.of(), Scenario.events("11:00 Erased").get(0)));
      finish(funnel);

      persons.values().removeIf(ids -> ids.contains(erased));
      check(funnel, persons);
    }
  }
}
