package io.voronka.model;

import io.voronka.model.count.Counting;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Range;
import io.voronka.model.definition.BreakdownFrom;
import io.voronka.model.definition.Condition;
import io.voronka.model.definition.ConversionWindow;
import io.voronka.model.definition.Exclusion;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Operator;
import io.voronka.model.definition.Order;
import io.voronka.model.definition.StrictScope;
import io.voronka.model.definition.Ties;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.time.Calendar;
import io.voronka.testing.FunnelText;
import io.voronka.testing.Scenario;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One block of {@code docs/semantics.md}: a funnel, what persons did, a question and what is
 * expected, as lines of {@code key: value}. A key that is none of the words below says whose events
 * follow.
 *
 * @param title the heading that it stands under, and its number there
 * @param rule the number of the rule that it stands under, or 0
 * @param lines by key, the values in the order written
 */
record WorkedExample(String title, int rule, Map<String, List<String>> lines) {

  private static final Set<String> DEFINITION =
      Set.of(
          "stages",
          "window",
          "order",
          "strictScope",
          "ties",
          "implied",
          "hold",
          "exclude",
          "breakdown",
          "breakdownFrom");
  private static final Set<String> QUESTION =
      Set.of("from", "to", "asOf", "counting", "where", "series", "zone", "show");
  private static final Set<String> EXPECTED =
      Set.of(
          "reached",
          "advanced",
          "pending",
          "dropped",
          "fromPrevious",
          "fromFirst",
          "medianSeconds",
          "p90Seconds",
          "meanSeconds",
          "secondsFromFirst",
          "projected",
          "projectedLow",
          "projectedHigh",
          "value",
          "valuesUnread",
          "sessions",
          "persons",
          "bounces",
          "medianEvents",
          "group",
          "period",
          "people",
          "who",
          "refused");
  private static final Set<String> SAID = Set.of("identify", "force");
  private static final Set<String> REPEATABLE =
      Set.of("exclude", "group", "period", "people", "refused", "identify", "force");
  private static final String EXPLAIN = "explain ";
  private static final String SESSION = "session ";
  private static final Pattern EXCLUDE = Pattern.compile("(\\S+) after (\\d+) before (\\d+)");

  /** Everything has long been decided by then. */
  private static final long LONG_AFTER =
      Scenario.at("00:00").plus(Duration.ofDays(9000)).toEpochMilli();

  /**
   * Reads a block.
   *
   * @throws IllegalArgumentException if a line has an unknown key or the block expects nothing
   */
  static WorkedExample parse(String title, int rule, List<String> block) {
    var lines = new LinkedHashMap<String, List<String>>();
    for (var line : block) {
      if (!line.isBlank()) {
        int colon = line.indexOf(": ");
        var key = colon < 0 ? line : line.substring(0, colon);
        requireKey(key, title);
        var values = lines.computeIfAbsent(key, absent -> new ArrayList<>());
        values.add(line.substring(colon + 2).strip());
        if (values.size() > 1 && !REPEATABLE.contains(key) && !isOfPerson(key)) {
          throw new IllegalArgumentException(title + ": '" + key + "' comes twice");
        }
      }
    }
    var example = new WorkedExample(title, rule, lines);
    if (example.expectations().isEmpty()) {
      throw new IllegalArgumentException(title + " expects nothing");
    }
    example.persons(); // each must be readable
    return example;
  }

  private static void requireKey(String key, String title) {
    boolean isKnown =
        DEFINITION.contains(key)
            || QUESTION.contains(key)
            || EXPECTED.contains(key)
            || SAID.contains(key)
            || isOfPerson(key)
            || WorkedPersons.isEvents(key);
    if (!isKnown) {
      throw new IllegalArgumentException(title + ": unknown key '" + key + "'");
    }
  }

  private static boolean isOfPerson(String key) {
    return key.startsWith(EXPLAIN) || key.startsWith(SESSION);
  }

  /** The person whom an expected line explains, or null if it is about something else. */
  static @Nullable String explained(String key) {
    return key.startsWith(EXPLAIN) ? key.substring(EXPLAIN.length()) : null;
  }

  /** The person whose sessions an expected line tells, or null if it is about something else. */
  static @Nullable String sessionsOf(String key) {
    return key.startsWith(SESSION) ? key.substring(SESSION.length()) : null;
  }

  /** Whether it asks for sessions, not for a funnel. */
  boolean isOfSessions() {
    return !lines.containsKey("stages");
  }

  /** The properties of sessions that it wants to see. */
  List<String> shown() {
    return listed(text("show", ""));
  }

  /** What is expected, by key. */
  Map<String, List<String>> expectations() {
    var expected = new LinkedHashMap<>(lines);
    expected.keySet().removeIf(key -> !EXPECTED.contains(key) && !isOfPerson(key));
    return expected;
  }

  /** Who did what, and who is said to be whom. */
  WorkedPersons persons() {
    var persons = new WorkedPersons();
    lines.forEach(
        (key, values) -> {
          if (SAID.contains(key)) {
            values.forEach(link -> persons.addLink(link, key.equals("force")));
          } else if (!DEFINITION.contains(key)
              && !QUESTION.contains(key)
              && !EXPECTED.contains(key)
              && !isOfPerson(key)) {
            persons.addEvents(key, values.get(0));
          }
        });
    return persons;
  }

  private String text(String key, String absent) {
    return lines.getOrDefault(key, List.of(absent)).get(0);
  }

  private static List<String> listed(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(", ?", -1));
  }

  private static String constant(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  FunnelDefinition definition() {
    var window = text("window", "P14D");
    return FunnelDefinition.of("example", FunnelText.stages(text("stages", "")))
        .window(
            window.equals("session")
                ? ConversionWindow.SESSION
                : ConversionWindow.of(Duration.parse(window)))
        .order(Order.valueOf(constant(text("order", "ordered"))))
        .strictScope(StrictScope.valueOf(constant(text("strictScope", "all"))))
        .ties(Ties.valueOf(constant(text("ties", "any"))))
        .implied(Boolean.parseBoolean(text("implied", "false")))
        .hold(listed(text("hold", "")))
        .exclude(lines.getOrDefault("exclude", List.of()).stream().map(this::exclusion).toList())
        .breakdowns(breakdowns())
        .breakdownFrom(breakdownFrom(text("breakdownFrom", "entry")))
        .build();
  }

  private Exclusion exclusion(String text) {
    var found = EXCLUDE.matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException(title + ": not an exclusion: '" + text + "'");
    }
    return new Exclusion(
        FunnelText.stages(found.group(1)).get(0).anyOf(),
        Integer.parseInt(found.group(2)),
        Integer.parseInt(found.group(3)));
  }

  List<String> breakdowns() {
    return listed(text("breakdown", ""));
  }

  private static BreakdownFrom breakdownFrom(String text) {
    return text.startsWith("stage:")
        ? BreakdownFrom.stage(Integer.parseInt(text.substring("stage:".length())))
        : new BreakdownFrom(BreakdownFrom.Source.valueOf(constant(text)), 0);
  }

  Calendar calendar() {
    return new Calendar(ZoneId.of(text("zone", "UTC")), Calendar.UTC.weekStart());
  }

  Range range() {
    return new Range(
        moment("from", Long.MIN_VALUE),
        moment("to", Long.MAX_VALUE),
        moment("asOf", LONG_AFTER),
        Counting.of(text("counting", "persons")).orElseThrow(),
        lines.containsKey("where") ? List.of(condition(text("where", ""))) : List.of(),
        lines.containsKey("series")
            ? Granularity.ofSeries(text("series", "")).orElseThrow()
            : null);
  }

  private long moment(String key, long absent) {
    return lines.containsKey(key)
        ? Scenario.events(text(key, "") + " moment").get(0).timeMillis()
        : absent;
  }

  private static Condition condition(String text) {
    var parts = text.split(" ", 3);
    return Condition.of(
        parts[0], Operator.of(parts[1]).orElseThrow(), parts.length < 3 ? null : value(parts[2]));
  }

  private static PropertyValue value(String text) {
    return text.matches("-?\\d+") ? new Whole(Long.parseLong(text)) : new Text(text);
  }
}
