package io.voronka.model.count;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.definition.Matcher;
import io.voronka.model.definition.Stage;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.session.EventsInContext;
import io.voronka.model.session.SessionDetails;
import io.voronka.model.session.SessionProperty;
import io.voronka.model.time.Calendar;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns one person's sessions into what they add to the figures of their project. The live figures
 * and the answers from timelines are both made here. A session belongs to the period in which it
 * begins; a person counts once in every figure.
 *
 * <p>Live figures hold all of time in full (counts, lengths, groups) and the periods of every
 * series. Groups and periods hold sessions, persons and bounces alone, so that an event that merely
 * lengthens a session changes none of them.
 */
public final class SessionFigures {

  /** Stands for a funnel's id in keys; no funnel can have it. */
  public static final String ID = "$sessions";

  /** Stands for them where a funnel's definition is asked for: every event belongs to a session. */
  public static final FunnelDefinition DEFINITION =
      FunnelDefinition.of(
              "Sessions", List.of(Stage.of("Session", List.of(new Matcher(null, List.of())))))
          .build();

  /** By what sessions are grouped. */
  public static final List<SessionProperty> GROUPS =
      List.of(
          SessionProperty.CHANNEL,
          SessionProperty.UTM_SOURCE,
          SessionProperty.UTM_CAMPAIGN,
          SessionProperty.REFERRING_DOMAIN,
          SessionProperty.LANDING,
          SessionProperty.EXIT,
          SessionProperty.DEVICE,
          SessionProperty.COUNTRY);

  /** Those that another event than the first can change. */
  private static final List<SessionProperty> PAGES =
      List.of(SessionProperty.LANDING, SessionProperty.EXIT);

  private static final List<Granularity> SERIES =
      List.of(Granularity.HOUR, Granularity.DAY, Granularity.WEEK, Granularity.MONTH);

  /** Longer values are cut: they are parts of keys. */
  private static final int MAX_CHARACTERS = 200;

  static final int SESSIONS = 0;
  static final int PERSONS = 1;
  static final int BOUNCES = 2;
  static final int EVENTS = 3;
  static final int MILLIS = 4;

  static final int LENGTHS = 0; // distributions, on pages of times
  static final int SIZES = 1;

  private final FunnelVersion key;
  private final Calendar calendar;
  private final SessionRule rule;
  private final TallyKey countsOfEverybody;
  private final Map<SessionProperty, Text> names = new EnumMap<>(SessionProperty.class);

  /** The groups of those of whom nothing is said, which most are in. */
  private final Map<SessionProperty, TallyKey> ofNothing = new EnumMap<>(SessionProperty.class);

  private final SeriesPeriods periods;

  /**
   * Makes figures.
   *
   * @param key what they are kept under, of {@link #key(String, int)}; another one for another
   *     calendar or rule
   */
  public SessionFigures(FunnelVersion key, Calendar calendar, SessionRule rule) {
    this.key = key;
    this.calendar = calendar;
    this.rule = rule;
    this.countsOfEverybody = key(Segment.EVERYBODY, Page.COUNTS);
    for (var group : GROUPS) {
      names.put(group, new Text(group.text()));
      ofNothing.put(group, groupKey(group, null));
    }
    this.periods = new SeriesPeriods(key, calendar);
  }

  /** Returns the key under which figures of a project's sessions are kept. */
  public static FunnelVersion key(String project, int version) {
    return new FunnelVersion(project, ID, version);
  }

  /**
   * Adds what changed in the live figures when the person's timeline went from before to after.
   * Statements about the person change nothing.
   */
  public void difference(Timeline before, Timeline after, Held held, FigureChanges into) {
    difference(SessionChange.between(before, after, rule), held, into);
  }

  /** Adds what a change of a person's sessions makes in the live figures. */
  public void difference(SessionChange change, Held held, FigureChanges into) {
    for (var step : change.steps()) {
      add(step, SERIES, period -> held.holds(period, calendar), into);
    }
  }

  /**
   * Adds what changes in the live figures when events leave that are older than the retention.
   * Sessions of which nothing is left stay counted; one that is cut moves to what is left of it.
   */
  public void retire(Timeline before, Timeline after, Held held, FigureChanges into) {
    var change = SessionChange.between(before, after, rule);
    add(change.ofCut(), SERIES, period -> held.holds(period, calendar), into);
  }

  /**
   * Adds the person to an answer over a range, kept under {@link Bucket#ALL}, and to its series.
   *
   * @param timeline cut at the range's {@code asOf}
   * @param range which sessions: those that begin in it and whose first event meets its conditions,
   *     those on session and person among them; it counts sessions whatever it says is counted
   */
  public void addRange(Timeline timeline, Range range, FigureChanges into) {
    var seen = range.where().isEmpty() ? timeline : EventsInContext.of(timeline, rule);
    var sessions = new ArrayList<SessionDetails>();
    for (var one : SessionDetails.of(seen, rule)) {
      if (range.holds(one.session().startMillis()) && range.allows(one.events().get(0))) {
        sessions.add(one);
      }
    }
    var series = range.series();
    add(
        new SessionChange(List.of(), sessions, List.of()),
        series == null ? List.of() : List.of(series),
        period -> true,
        into);
  }

  private void add(
      SessionChange change,
      List<Granularity> series,
      Predicate<Bucket> isHeld,
      FigureChanges into) {
    var counts = into.at(countsOfEverybody);
    change.removed().forEach(session -> addToTotal(session, -1, counts, into));
    change.added().forEach(session -> addToTotal(session, 1, counts, into));
    if (change.isContinuation()) {
      // Most events: only where it landed and left can be another page now, and mostly it isn't.
      var before = change.removed().get(0);
      var after = change.added().get(0);
      if (!after.surelyHasPagesOf(before)) {
        for (var property : PAGES) {
          if (!Objects.equals(before.get(property), after.get(property))) {
            addGroups(change, property, into);
          }
        }
      }
      return;
    }
    for (var property : GROUPS) {
      addGroups(change, property, into);
    }
    change.visit(session -> key, (same, sign) -> counts.add(PERSONS, sign));
    for (var granularity : series) {
      addPeriods(change, granularity, isHeld, into);
    }
  }

  private void addToTotal(SessionDetails session, int sign, Counters counts, FigureChanges into) {
    int events = session.events().size();
    counts.add(SESSIONS, sign);
    counts.add(BOUNCES, session.isBounce() ? sign : 0);
    counts.add(EVENTS, (long) sign * events);
    counts.add(MILLIS, sign * session.lengthMillis());
    addToDistribution(LENGTHS, session.lengthMillis(), sign, into);
    addToDistribution(SIZES, events, sign, into);
  }

  private void addToDistribution(int which, long number, int sign, FigureChanges into) {
    int bin = TimeBins.binOf(number);
    var page = Cells.timesPage(which, false, bin);
    into.at(key(Segment.EVERYBODY, page)).add(Cells.timesCell(bin), sign);
  }

  private void addGroups(SessionChange change, SessionProperty property, FigureChanges into) {
    change.removed().forEach(session -> addToGroup(session, property, -1, into));
    change.added().forEach(session -> addToGroup(session, property, 1, into));
    change.visit(
        session -> value(property, session),
        (value, sign) -> group(property, value, into).add(PERSONS, sign));
  }

  private void addToGroup(
      SessionDetails session, SessionProperty property, int sign, FigureChanges into) {
    var counts = group(property, value(property, session), into);
    counts.add(SESSIONS, sign);
    counts.add(BOUNCES, session.isBounce() ? sign : 0);
  }

  private Counters group(
      SessionProperty property, @Nullable PropertyValue value, FigureChanges into) {
    var known = value == null ? ofNothing.get(property) : null;
    return into.at(known == null ? groupKey(property, value) : known);
  }

  /** A group's segment is the property's name, then its value. */
  private TallyKey groupKey(SessionProperty property, @Nullable PropertyValue value) {
    return key(new Segment(Arrays.asList(names.get(property), value)), Page.COUNTS);
  }

  private void addPeriods(
      SessionChange change, Granularity granularity, Predicate<Bucket> isHeld, FigureChanges into) {
    change.removed().forEach(one -> addToPeriod(one, granularity, isHeld, -1, into));
    change.added().forEach(one -> addToPeriod(one, granularity, isHeld, 1, into));
    change.visit(
        one -> period(one, granularity),
        (period, sign) -> {
          if (isHeld.test(period.bucket())) {
            into.at(period.key()).add(period.firstCell() + PERSONS, sign);
          }
        });
  }

  private void addToPeriod(
      SessionDetails session,
      Granularity granularity,
      Predicate<Bucket> isHeld,
      int sign,
      FigureChanges into) {
    var period = period(session, granularity);
    if (isHeld.test(period.bucket())) {
      var cells = into.at(period.key());
      cells.add(period.firstCell() + SESSIONS, sign);
      cells.add(period.firstCell() + BOUNCES, session.isBounce() ? sign : 0);
    }
  }

  private SeriesPeriods.Period period(SessionDetails session, Granularity granularity) {
    return periods.at(granularity, session.session().startMillis());
  }

  private static @Nullable PropertyValue value(SessionProperty property, SessionDetails session) {
    var value = session.get(property);
    if (!(value instanceof Text text) || text.value().length() <= MAX_CHARACTERS) {
      return value;
    }
    boolean isHalf = Character.isHighSurrogate(text.value().charAt(MAX_CHARACTERS - 1));
    return new Text(text.value().substring(0, isHalf ? MAX_CHARACTERS - 1 : MAX_CHARACTERS));
  }

  private TallyKey key(Segment segment, Page page) {
    return new TallyKey(key, Bucket.ALL, segment, page);
  }
}
