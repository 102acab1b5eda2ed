package io.voronka.testing;

import io.voronka.model.definition.BreakdownFrom;
import io.voronka.model.definition.Condition;
import io.voronka.model.definition.ConversionWindow;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Matcher;
import io.voronka.model.definition.Operator;
import io.voronka.model.definition.Stage;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

/**
 * The funnels of {@link RandomFunnels}, asking for sessions and traits as well, and people with
 * several sessions of different sources, of whom this and that is said.
 */
public final class RandomContexts {

  private static final long GAP = Duration.ofMinutes(30).toMillis();
  private static final long LONGEST = Duration.ofHours(24).toMillis();
  private static final List<String> SESSION = List.of("session.number", "session.utm_source");
  private static final List<String> PERSON = List.of("person.plan", "person.size");

  private final Random random;
  private final RandomFunnels shapes;

  /** How much longer than usual everything takes. */
  private int stretch = 1;

  public RandomContexts(long seed) {
    this.random = new Random(seed);
    this.shapes = new RandomFunnels(seed);
  }

  private boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  /** Returns a funnel that asks for a session or for a trait in most cases. */
  public FunnelDefinition funnel() {
    var shape = shapes.funnel();
    stretch = shape.window().isSession() ? 1 : any(List.of(5, 10, 31), random);
    var length = shape.window().length();
    boolean ofTraits = oneIn(5);
    return FunnelDefinition.of("random", shape.stages().stream().map(this::asking).toList())
        .order(shape.order())
        .strictScope(shape.strictScope())
        .window(
            length == null
                ? ConversionWindow.SESSION
                : ConversionWindow.of(length.multipliedBy(stretch)))
        .ties(shape.ties())
        .implied(shape.implied())
        .hold(oneIn(6) ? List.of(any(oneIn(2) ? SESSION : PERSON, random)) : shape.hold())
        .exclude(shape.exclude())
        .breakdowns(
            ofTraits
                ? List.of("plan", "person.size")
                : List.of("session.utm_source", any(oneIn(2) ? SESSION : PERSON, random), "p")
                    .stream()
                    .distinct()
                    .toList())
        .breakdownFrom(ofTraits ? BreakdownFrom.PERSON : shape.breakdownFrom())
        .build();
  }

  private Stage asking(Stage stage) {
    var within = stage.within();
    return new Stage(
        stage.name(),
        stage.anyOf().stream().map(this::asking).toList(),
        within == null ? null : within.multipliedBy(stretch),
        stage.optional(),
        oneIn(4) ? any(oneIn(2) ? SESSION : PERSON, random) : stage.value(),
        null);
  }

  private Matcher asking(Matcher matcher) {
    return oneIn(3) ? new Matcher(matcher.event(), List.of(condition())) : matcher;
  }

  /** Returns a condition on a session or on a trait. */
  public Condition condition() {
    return switch (random.nextInt(6)) {
      case 0 -> Condition.of("session.number", Operator.EQ, new Whole(1 + random.nextInt(2)));
      case 1 -> Condition.of("session.utm_source", Operator.EQ, new Text("one"));
      case 2 -> Condition.of("session.channel", Operator.NE, new Text("Direct"));
      case 3 -> Condition.of("person.plan", Operator.EQ, new Text("pro"));
      case 4 -> Condition.of("person.plan", Operator.NOT_EXISTS, null);
      default -> Condition.of("person.size", Operator.GT, new Whole(1));
    };
  }

  /** Returns 0 to {@code most} events, in any order, some with the source of a campaign. */
  public List<Event> events(int most) {
    long base = Scenario.at("10:00").toEpochMilli();
    var events = new ArrayList<Event>();
    for (var event : shapes.events(most)) {
      var values = new LinkedHashMap<>(((Fields) event.properties()).values());
      if (oneIn(2)) {
        values.put("utm_source", new Text(oneIn(2) ? "one" : "two"));
      }
      long time = base + (event.timeMillis() - base) * stretch;
      events.add(new Event(event.id(), time, event.name(), new Fields(values)));
    }
    return events;
  }

  /** Returns a moment at which events are likely. */
  public long time() {
    long base = Scenario.at("10:00").toEpochMilli();
    return base + (shapes.time() - base) * stretch;
  }

  /** Returns 0 to {@code most} statements of the same time, in any order. */
  public List<Event> statements(int most) {
    var statements = new ArrayList<Event>();
    for (int count = random.nextInt(most + 1); count > 0; count--) {
      var traits = new LinkedHashMap<String, PropertyValue>();
      if (!oneIn(3)) {
        traits.put("plan", new Text(oneIn(2) ? "pro" : "free"));
      }
      if (oneIn(2)) {
        traits.put("size", new Whole(random.nextInt(4)));
      }
      statements.add(new Event("s" + count, time(), "Identify", new Fields(traits)));
    }
    Collections.shuffle(statements, random);
    return statements;
  }

  /** Returns the funnel that asks a {@link #spelledOut(Timeline)} timeline for the same. */
  public static FunnelDefinition spelledOut(FunnelDefinition funnel) {
    boolean ofTraits = funnel.breakdownFrom().equals(BreakdownFrom.PERSON);
    return FunnelDefinition.of(
            funnel.name(), funnel.stages().stream().map(RandomContexts::spelledOut).toList())
        .order(funnel.order())
        .strictScope(funnel.strictScope())
        .window(funnel.window())
        .ties(funnel.ties())
        .implied(funnel.implied())
        .hold(funnel.hold().stream().map(RandomContexts::spelledOut).toList())
        .exclude(funnel.exclude())
        .breakdowns(
            ofTraits
                ? List.of("person_plan", "person_size")
                : funnel.breakdowns().stream().map(RandomContexts::spelledOut).toList())
        .breakdownFrom(ofTraits ? BreakdownFrom.ENTRY : funnel.breakdownFrom())
        .build();
  }

  private static Stage spelledOut(Stage stage) {
    var value = stage.value();
    return new Stage(
        stage.name(),
        stage.anyOf().stream()
            .map(
                one ->
                    new Matcher(
                        one.event(), one.where().stream().map(RandomContexts::spelledOut).toList()))
            .toList(),
        stage.within(),
        stage.optional(),
        value == null ? null : spelledOut(value),
        stage.target());
  }

  /** Returns the condition that asks a spelled out event for the same. */
  public static Condition spelledOut(Condition condition) {
    return Condition.of(spelledOut(condition.property()), condition.operator(), condition.value());
  }

  private static String spelledOut(String path) {
    return path.replace('.', '_');
  }

  /**
   * Returns the timeline with what these funnels ask for as properties of each event: the rules
   * word by word.
   */
  public static Timeline spelledOut(Timeline timeline) {
    var events = new ArrayList<Event>();
    Event first = null;
    Event before = null;
    int number = 0;
    for (var event : timeline.events()) {
      if (first == null
          || before == null
          || event.timeMillis() - before.timeMillis() > GAP
          || event.timeMillis() - first.timeMillis() > LONGEST) {
        first = event;
        number++;
      }
      before = event;
      events.add(spelledOut(event, first, number, timeline));
    }
    return Timeline.of(events, timeline.statements());
  }

  /**
   * Returns the event with what is asked of its session and person as properties.
   *
   * @param first of its session
   * @param number of its session
   */
  public static Event spelledOut(Event event, Event first, int number, Timeline timeline) {
    var values = new LinkedHashMap<>(((Fields) event.properties()).values());
    values.put("session_number", new Whole(number));
    var source = first.properties().get("utm_source");
    values.put("session_channel", new Text(source == null ? "Direct" : "Unassigned"));
    if (source != null) {
      values.put("session_utm_source", source);
    }
    for (var statement : timeline.statements()) {
      ((Fields) statement.properties())
          .values()
          .forEach((name, value) -> values.put("person_" + name, value));
    }
    return new Event(event.id(), event.timeMillis(), event.name(), new Fields(values));
  }
}
