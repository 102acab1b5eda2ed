package io.voronka.model.evaluation;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A person's attempts, kept current while events arrive: after each event exactly what {@link
 * Evaluator#attempts} gives for the timeline so far.
 *
 * <p>An event later than all before costs, in an ordered funnel without further limits, O(stages +
 * attempts that advance): see {@link OpenStarts}. Any other event evaluates anew those attempts
 * whose window it lies in, and nothing else. Mutable, not thread-safe.
 */
public final class RunningAttempts {

  private final Evaluator evaluator;
  private final FunnelDefinition definition;
  private final List<Event> events = new ArrayList<>();
  private final List<Event> matching = new ArrayList<>();
  private final Map<String, Event> byId = new HashMap<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final long windowMillis;

  /** What is open, by the values of held properties; nothing where it is to be read anew. */
  private final Map<List<PropertyValue>, OpenStarts> open = new HashMap<>();

  public RunningAttempts(FunnelDefinition definition) {
    this.evaluator = new Evaluator(definition);
    this.definition = definition;
    this.windowMillis = definition.window().longestMillis(SessionRule.DEFAULT.longest());
  }

  /** The attempts as they stand; changes with the next event. */
  public Attempts attempts() {
    return new Attempts(definition, attempts, matching);
  }

  /**
   * Takes an event, in whatever order.
   *
   * @return false if nothing changes: it is known already, or the timeline is full
   */
  public boolean add(Event event) {
    var known = byId.get(event.id());
    if (known != null
        ? known.timeMillis() <= event.timeMillis()
        : events.size() >= Timeline.MAX_EVENTS) {
      return false;
    }
    byId.put(event.id(), event);
    if (known != null) {
      remove(known);
    }
    boolean isLatest =
        events.isEmpty() || events.get(events.size() - 1).timeMillis() < event.timeMillis();
    insert(events, event);
    if (evaluator.needsWhole()) {
      evaluateAll();
      return true;
    }
    int stages = evaluator.plan().stagesOf(event);
    if (!evaluator.isTouchedBy(event, stages)) {
      return true;
    }
    if (stages != 0) {
      insert(matching, event);
    }
    if (isLatest && evaluator.plan().plain) {
      goOn(event, stages);
    } else {
      evaluateAround(event.timeMillis());
    }
    return true;
  }

  /** An id came again with an earlier time: the earlier one stays. */
  private void remove(Event known) {
    events.remove(indexFrom(events, known));
    if (evaluator.isTouchedBy(known)) {
      matching.remove(known);
      evaluateAround(known.timeMillis());
    }
  }

  private static int indexFrom(List<Event> sorted, Event event) {
    return java.util.Collections.binarySearch(sorted, event);
  }

  private static void insert(List<Event> sorted, Event event) {
    boolean isLast = sorted.isEmpty() || sorted.get(sorted.size() - 1).compareTo(event) < 0;
    sorted.add(isLast ? sorted.size() : -indexFrom(sorted, event) - 1, event);
  }

  /** Any event can change what every other one's session or person says. */
  private void evaluateAll() {
    var whole = evaluator.attempts(new Timeline(List.copyOf(events)));
    attempts.clear();
    attempts.addAll(whole.list());
    matching.clear();
    matching.addAll(whole.matching());
  }

  /** Evaluates anew the attempts that an event at that moment bears on. */
  private void evaluateAround(long millis) {
    open.clear();
    var length = definition.window().length();
    long from = millis;
    long until = millis;
    if (length != null) {
      from -= length.toMillis();
      until += length.toMillis();
    } else {
      from = edgeOfRun(millis, -1);
      until = edgeOfRun(millis, 1);
    }
    var part = new Timeline(List.copyOf(between(from, until)));
    long lastStart = length != null ? millis : until;
    var anew =
        evaluator.attempts(part).list().stream()
            .filter(attempt -> attempt.startMillis() <= lastStart)
            .toList();
    var old = startingBetween(from, lastStart);
    old.clear();
    old.addAll(anew);
  }

  /** The last event before or after the moment that no long pause parts from it. */
  private long edgeOfRun(long millis, int direction) {
    long gap = SessionRule.DEFAULT.gap().toMillis();
    int at = firstFrom(millis) - (direction > 0 ? 0 : 1);
    long edge = millis;
    while (at >= 0 && at < events.size() && Math.abs(events.get(at).timeMillis() - edge) <= gap) {
      edge = events.get(at).timeMillis();
      at += direction;
    }
    return edge;
  }

  private int firstFrom(long millis) {
    return Sorted.firstFrom(events, Event::timeMillis, millis);
  }

  private List<Event> between(long fromMillis, long untilMillis) {
    return events.subList(firstFrom(fromMillis), firstFrom(untilMillis + 1));
  }

  /** The attempts that start between two moments, both included; a view. */
  private List<Attempt> startingBetween(long fromMillis, long untilMillis) {
    return attempts.subList(
        Sorted.firstFrom(attempts, Attempt::startMillis, fromMillis),
        Sorted.firstFrom(attempts, Attempt::startMillis, untilMillis + 1));
  }

  /** Looks an attempt up again, in the part of the timeline that bears on it. */
  private final class LookedUp implements Attempt.Details {

    private final Event entry;
    private final List<PropertyValue> held;

    LookedUp(Event entry, List<PropertyValue> held) {
      this.entry = entry;
      this.held = held;
    }

    private Attempt attempt() {
      long start = entry.timeMillis();
      var part = new Timeline(List.copyOf(between(start, start + windowMillis)));
      return evaluator.attempts(part).list().stream()
          .filter(attempt -> attempt.entry().equals(entry))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public Chain chain() {
      return attempt().chain();
    }

    @Override
    public long openUntil() {
      return openUntilAtMost();
    }

    @Override
    public long openUntilAtMost() {
      return entry.timeMillis() + windowMillis;
    }

    @Override
    public List<PropertyValue> held() {
      return held;
    }
  }

  /** Goes on from the open starts of one held value. */
  private void goOn(Event event, int stages) {
    var held = evaluator.plan().heldBy(event);
    if (held == null) {
      return;
    }
    long firstOpen = event.timeMillis() - windowMillis;
    var starts =
        open.computeIfAbsent(
            held, values -> new OpenStarts(definition.stages().size(), opened(values, firstOpen)));
    starts.forget(firstOpen);
    starts.advance(
        stages,
        (index, depth) -> {
          var attempt = attempts.get(index);
          attempts.set(
              index,
              new Attempt(attempt.entry(), depth, event.timeMillis(), lookedUp(attempt, held)));
        });
    if ((stages & 1) != 0) {
      starts.add(event.timeMillis(), attempts.size());
      attempts.add(new Attempt(event, 1, event.timeMillis(), new LookedUp(event, held)));
    }
  }

  /** What looks up the attempt whatever its depth. */
  private LookedUp lookedUp(Attempt attempt, List<PropertyValue> held) {
    return attempt.details() instanceof LookedUp known
        ? known
        : new LookedUp(attempt.entry(), held);
  }

  /** The open starts of a held value, read from the attempts. */
  private List<OpenStarts.Start> opened(List<PropertyValue> held, long firstOpen) {
    var found = new ArrayList<OpenStarts.Start>();
    int first = Sorted.firstFrom(attempts, Attempt::startMillis, firstOpen);
    for (int i = first; i < attempts.size(); i++) {
      var attempt = attempts.get(i);
      if (attempt.held().equals(held)) {
        found.add(new OpenStarts.Start(attempt.startMillis(), attempt.depth(), i));
      }
    }
    return found;
  }
}
