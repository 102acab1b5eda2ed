package io.voronka.model.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.Condition;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.session.SessionProperty;
import io.voronka.model.time.Calendar;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.RandomContexts;
import io.voronka.testing.Scenario;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Figures of sessions, against a plain reading of the rules. */
class SessionFiguresProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 50;
  private static final int PERSONS = 3;
  private static final SessionRule RULE =
      new SessionRule(Duration.ofMinutes(10), Duration.ofMinutes(35));
  private static final Held HELD = new Held(Scenario.at("10:30").toEpochMilli());
  private static final List<Granularity> SERIES =
      List.of(Granularity.HOUR, Granularity.DAY, Granularity.WEEK, Granularity.MONTH);

  /** A session as the rules say it. */
  private record Plain(int person, int number, List<Event> events) {

    Event first() {
      return events.get(0);
    }

    Event last() {
      return events.get(events.size() - 1);
    }

    long millis() {
      return last().timeMillis() - first().timeMillis();
    }

    boolean isBounce() {
      return events.size() == 1
          || events.stream().allMatch(one -> one.name().equals("page_view"))
              && events.stream().map(one -> text(one, "path")).distinct().count() == 1;
    }

    @Nullable String get(SessionProperty property) {
      return switch (property) {
        case CHANNEL -> text(first(), "utm_source") == null ? "Direct" : "Unassigned";
        case LANDING -> path(events);
        case EXIT -> {
          var backwards = new ArrayList<>(events);
          Collections.reverse(backwards);
          yield path(backwards);
        }
        case UTM_SOURCE -> text(first(), "utm_source");
        default -> null;
      };
    }

    private static @Nullable String path(List<Event> events) {
      return events.stream()
          .map(one -> text(one, "path"))
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
  }

  private static @Nullable String text(Event event, String name) {
    return event.properties().get(name) instanceof Text text ? text.value() : null;
  }

  private static List<Plain> sessions(int person, Timeline timeline) {
    var sessions = new ArrayList<Plain>();
    var open = new ArrayList<Event>();
    for (var event : timeline.events()) {
      if (!open.isEmpty()
          && (event.timeMillis() - open.get(open.size() - 1).timeMillis() > RULE.gap().toMillis()
              || event.timeMillis() - open.get(0).timeMillis() > RULE.longest().toMillis())) {
        sessions.add(new Plain(person, sessions.size() + 1, List.copyOf(open)));
        open.clear();
      }
      open.add(event);
    }
    if (!open.isEmpty()) {
      sessions.add(new Plain(person, sessions.size() + 1, List.copyOf(open)));
    }
    return sessions;
  }

  /** A case: some people, whose events come in any order. */
  private static final class People {
    final Random chance;
    final Calendar calendar;
    final SessionFigures figures;
    final List<Timeline> timelines = new ArrayList<>();
    final Map<TallyKey, Counters> live = new HashMap<>();

    People(long seed) {
      chance = new Random(seed);
      var midnight = LocalTime.of(10, chance.nextInt(60)); // a day begins among the events
      calendar =
          new Calendar(
              ZoneOffset.ofTotalSeconds(-midnight.toSecondOfDay()),
              DayOfWeek.of(1 + chance.nextInt(7)));
      figures = new SessionFigures(SessionFigures.key("shop", 1), calendar, RULE);
      for (int person = 0; person < PERSONS; person++) {
        timelines.add(arrive(new RandomContexts(seed * PERSONS + person)));
      }
    }

    private Timeline arrive(RandomContexts random) {
      random.funnel(); // says how much longer than usual everything takes
      var timeline = Timeline.of(List.of(), random.statements(2));
      for (var event : arrivals(random.events(9))) {
        var after = timeline.with(event);
        if (after != null) {
          var changes = new FigureChanges();
          figures.difference(timeline, after, HELD, changes);
          add(changes, live);
          timeline = after;
        }
      }
      return timeline;
    }

    /** Some of them views of pages; some come twice, some again with an earlier time. */
    private List<Event> arrivals(List<Event> events) {
      var arrivals = new ArrayList<Event>();
      for (var event : events) {
        var values = new LinkedHashMap<>(((Fields) event.properties()).values());
        if (chance.nextInt(3) > 0) {
          values.put("path", new Text(chance.nextInt(3) > 0 ? "/a" : "/b"));
        }
        var name = chance.nextInt(3) > 0 && values.containsKey("path") ? "page_view" : event.name();
        arrivals.add(new Event(event.id(), event.timeMillis(), name, new Fields(values)));
      }
      for (int i = arrivals.size() / 3; i > 0; i--) {
        var again = arrivals.get(chance.nextInt(arrivals.size()));
        long time = again.timeMillis() - chance.nextInt(2) * 600_000L;
        arrivals.add(new Event(again.id(), time, again.name(), again.properties()));
      }
      Collections.shuffle(arrivals, chance);
      return arrivals;
    }

    List<Plain> sessions() {
      var all = new ArrayList<Plain>();
      for (int person = 0; person < PERSONS; person++) {
        all.addAll(SessionFiguresProperties.sessions(person, timelines.get(person)));
      }
      return all;
    }

    SessionReport read(
        Map<TallyKey, Counters> figures, Granularity series, SessionProperty property) {
      var sum = new SessionSum(calendar, series);
      figures.forEach(sum::add);
      return sum.report(property);
    }
  }

  private static void add(FigureChanges changes, Map<TallyKey, Counters> sum) {
    changes
        .byKey()
        .forEach(
            (key, change) -> sum.computeIfAbsent(key, absent -> new Counters()).plus(change, 1));
    sum.values().removeIf(Counters::isEmpty);
  }

  @Test
  void what_arrives_one_by_one_has_the_figures_of_the_whole() {
    LongStream.range(0, CASES).parallel().forEach(SessionFiguresProperties::compareLive);
  }

  private static void compareLive(long seed) {
    var people = new People(seed);
    var series = SERIES.get((int) (seed % SERIES.size()));
    var property = SessionFigures.GROUPS.get((int) (seed % SessionFigures.GROUPS.size()));

    var whole = new HashMap<TallyKey, Counters>();
    var inRange = new HashMap<TallyKey, Counters>();
    for (var timeline : people.timelines) {
      var changes = new FigureChanges();
      people.figures.difference(Timeline.empty(), timeline, HELD, changes);
      add(changes, whole);
      var answer = new FigureChanges();
      people.figures.addRange(timeline, Range.allTime(Long.MAX_VALUE, series), answer);
      add(answer, inRange);
    }
    assertThat(people.live).as("seed %s", seed).isEqualTo(whole);

    var live = people.read(people.live, series, property);
    assertThat(live)
        .as("live and timelines, seed %s", seed)
        .isEqualTo(people.read(inRange, series, property));
    requireEqual(live, people.sessions(), people.calendar, series, property, "seed " + seed);

    for (var timeline : people.timelines) {
      var changes = new FigureChanges();
      people.figures.difference(timeline, Timeline.empty(), HELD, changes);
      add(changes, people.live);
    }
    assertThat(people.live).as("nothing is left of nobody, seed %s", seed).isEmpty();
  }

  @Test
  void a_range_holds_the_sessions_that_begin_in_it_and_meet_its_conditions() {
    LongStream.range(0, CASES).parallel().forEach(SessionFiguresProperties::compareRange);
  }

  private static void compareRange(long seed) {
    var people = new People(seed);
    var random = new RandomContexts(seed);
    random.funnel();
    long one = random.time();
    long other = random.time();
    long from = Math.min(one, other);
    long to = Math.max(one, other);
    var where = people.chance.nextBoolean() ? List.of(random.condition()) : List.<Condition>of();
    var series = SERIES.get((int) (seed % SERIES.size()));
    var range = new Range(from, to, Long.MAX_VALUE, Counting.PERSONS, where, series);
    var answer = new HashMap<TallyKey, Counters>();
    for (var timeline : people.timelines) {
      var changes = new FigureChanges();
      people.figures.addRange(timeline, range, changes);
      add(changes, answer);
    }

    var expected = people.sessions();
    expected.removeIf(
        session ->
            session.first().timeMillis() < from
                || session.first().timeMillis() >= to
                || !where.stream().allMatch(condition -> holds(condition, session, people)));
    requireEqual(
        people.read(answer, series, SessionProperty.UTM_SOURCE),
        expected,
        people.calendar,
        series,
        SessionProperty.UTM_SOURCE,
        "seed " + seed + ", " + where);
  }

  private static boolean holds(Condition condition, Plain session, People people) {
    var spelled =
        RandomContexts.spelledOut(
            session.first(),
            session.first(),
            session.number(),
            people.timelines.get(session.person()));
    return RandomContexts.spelledOut(condition).holds(spelled.properties());
  }

  private static void requireEqual(
      SessionReport report,
      List<Plain> sessions,
      Calendar calendar,
      Granularity series,
      SessionProperty property,
      String what) {
    assertThat(report.total()).as(what).isEqualTo(counts(sessions));
    requireNear(report.seconds().median(), median(sessions, one -> one.millis() / 1000.0), what);
    requireNear(report.medianEvents(), median(sessions, one -> (double) one.events.size()), what);
    requireNear(report.seconds().mean(), mean(sessions, one -> one.millis() / 1000.0), what);
    requireNear(report.meanEvents(), mean(sessions, one -> (double) one.events.size()), what);

    var periods = new TreeMap<Long, SessionReport.Counts>();
    group(sessions, one -> series.startOf(one.first().timeMillis(), calendar))
        .forEach((start, some) -> periods.put(start, counts(some)));
    assertThat(report.series().stream().map(one -> one.bucket().startMillis()))
        .as(what)
        .containsExactlyElementsOf(periods.keySet());
    assertThat(report.series().stream().map(SessionReport.Period::counts))
        .as(what)
        .containsExactlyElementsOf(periods.values());

    requireGroups(report.breakdown(), sessions, property, what);
    requireGroups(report.entryPages(), sessions, SessionProperty.LANDING, what);
    requireGroups(report.exitPages(), sessions, SessionProperty.EXIT, what);
  }

  private static void requireGroups(
      List<SessionReport.Group> groups,
      List<Plain> sessions,
      SessionProperty property,
      String what) {
    var expected = new HashMap<@Nullable PropertyValue, SessionReport.Counts>();
    group(sessions, one -> Objects.requireNonNullElse(one.get(property), ""))
        .forEach(
            (value, some) -> expected.put(value.isEmpty() ? null : new Text(value), counts(some)));
    var found = new HashMap<@Nullable PropertyValue, SessionReport.Counts>();
    groups.forEach(group -> found.put(group.value(), group.counts()));
    assertThat(found).as("%s, %s", what, property).isEqualTo(expected);
    assertThat(groups)
        .as("%s, %s", what, property)
        .isSortedAccordingTo(Comparator.comparingLong(group -> -group.counts().sessions()));
  }

  private static <T> Map<T, List<Plain>> group(List<Plain> sessions, Function<Plain, T> by) {
    var groups = new HashMap<T, List<Plain>>();
    sessions.forEach(
        one -> groups.computeIfAbsent(by.apply(one), absent -> new ArrayList<>()).add(one));
    return groups;
  }

  private static SessionReport.Counts counts(Collection<Plain> sessions) {
    var persons = new HashSet<Integer>();
    sessions.forEach(one -> persons.add(one.person));
    return new SessionReport.Counts(
        sessions.size(), (long) persons.size(), sessions.stream().filter(Plain::isBounce).count());
  }

  private static @Nullable Double median(List<Plain> sessions, Function<Plain, Double> number) {
    var sorted = sessions.stream().map(number).sorted().toList();
    return sorted.isEmpty()
        ? null
        : (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  private static @Nullable Double mean(List<Plain> sessions, Function<Plain, Double> number) {
    return sessions.isEmpty()
        ? null
        : sessions.stream().mapToDouble(number::apply).average().orElseThrow();
  }

  private static void requireNear(@Nullable Double actual, @Nullable Double expected, String what) {
    if (actual == null || expected == null) {
      assertThat(actual).as(what).isEqualTo(expected);
    } else {
      assertThat(Math.abs(actual - expected))
          .as("%s: %s instead of %s", what, actual, expected)
          .isLessThanOrEqualTo(expected * TimeBins.RELATIVE_ERROR + 1e-9);
    }
  }
}
