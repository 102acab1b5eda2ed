package io.voronka.testing;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Order;
import io.voronka.model.definition.Stage;
import io.voronka.model.definition.StrictScope;
import io.voronka.model.definition.Ties;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyPath;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a funnel by trying every chain: the rules word by word, for clarity alone. Exponential;
 * for timelines of a few events.
 */
public final class BruteForce {

  /**
   * What the rules say of one person in one range.
   *
   * @param events by stage, null where none fills it
   * @param reached by stage, when it was reached; null if it was not
   * @param deadlineMillis {@link Long#MIN_VALUE} if no chain can advance; of a complete one too
   */
  public record Answer(
      int depth,
      Event entry,
      List<@Nullable Event> events,
      List<@Nullable Long> reached,
      long deadlineMillis) {}

  private static final long GAP = Duration.ofMinutes(30).toMillis();
  private static final long LONGEST = Duration.ofHours(24).toMillis();

  private final FunnelDefinition funnel;
  private final List<Stage> stages;
  private final List<Event> events;
  private final List<List<Event>> fitting; // by stage
  private final List<Chain> clean = new ArrayList<>();

  private BruteForce(FunnelDefinition funnel, Timeline timeline) {
    this.funnel = funnel;
    this.stages = funnel.stages();
    this.events = timeline.events();
    this.fitting =
        stages.stream().map(stage -> events.stream().filter(stage::matches).toList()).toList();
    choose(0, new Event[stages.size()]);
  }

  /** Tries every event and none at the stage, then the same at the next. */
  private void choose(int stage, @Nullable Event[] chosen) {
    if (stage == stages.size()) {
      if (Arrays.stream(chosen).anyMatch(Objects::nonNull)) {
        var chain = new Chain(chosen.clone());
        if (chain.isChain() && !chain.isVoid()) {
          clean.add(chain);
        }
      }
      return;
    }
    choose(stage + 1, chosen);
    for (var event : fitting.get(stage)) {
      if (!Arrays.asList(chosen).contains(event)) {
        chosen[stage] = event;
        choose(stage + 1, chosen);
        chosen[stage] = null;
      }
    }
  }

  /**
   * Answers for chains whose first event lies in the range.
   *
   * @param fromMillis included
   * @param toMillis excluded
   * @return empty if there is none
   */
  public static Optional<Answer> evaluate(
      FunnelDefinition funnel, Timeline timeline, long fromMillis, long toMillis) {
    var all = new BruteForce(funnel, timeline).clean;
    var inRange =
        all.stream().filter(one -> one.first() >= fromMillis && one.first() < toMillis).toList();
    return inRange.stream()
        .min(Chain::compareTo)
        .map(speaking -> speaking.answer(speaking.entry(), speaking.deadline(inRange)));
  }

  /**
   * Reads the timeline forward, of each held value by itself, and returns the attempts one after
   * the other, in the order of their entries.
   */
  public static List<Answer> attempts(FunnelDefinition funnel, Timeline timeline) {
    var byHeld = new HashMap<List<PropertyValue>, TreeMap<Event, List<Chain>>>();
    for (var chain : new BruteForce(funnel, timeline).clean) {
      var byEntry = byHeld.computeIfAbsent(chain.held(), held -> new TreeMap<>());
      for (var entry : chain.entries()) {
        byEntry.computeIfAbsent(entry, first -> new ArrayList<>()).add(chain);
      }
    }
    var counted = new ArrayList<Answer>();
    for (var byEntry : byHeld.values()) {
      var entries = new ArrayDeque<>(byEntry.entrySet());
      while (!entries.isEmpty()) {
        var attempt = entries.remove();
        var best = attempt.getValue().stream().min(Chain.OF_ONE_ENTRY).orElseThrow();
        var next = entries.peek();
        if (next == null || !best.opensAnew(attempt.getValue(), next.getKey(), next.getValue())) {
          counted.add(best.answer(attempt.getKey(), best.deadline(attempt.getValue())));
          entries.removeIf(later -> !best.isOverBefore(attempt.getValue(), later.getKey()));
        }
      }
    }
    counted.sort(Comparator.comparing(Answer::entry));
    return counted;
  }

  /** Events chosen for stages; of an unordered funnel too. */
  private final class Chain implements Comparable<Chain> {

    static final Comparator<Chain> OF_ONE_ENTRY =
        Comparator.comparingInt((Chain one) -> -one.depth())
            .thenComparingLong(Chain::finish)
            .thenComparing(Chain::earlierStages);

    private final @Nullable Event[] chosen;
    private final List<Event> used;

    Chain(@Nullable Event[] chosen) {
      this.chosen = chosen;
      this.used = Arrays.stream(chosen).filter(Objects::nonNull).sorted().toList();
    }

    long first() {
      return used.get(0).timeMillis();
    }

    private long last() {
      return used.get(used.size() - 1).timeMillis();
    }

    private boolean isUnordered() {
      return funnel.order() == Order.UNORDERED;
    }

    private int lastFilled() {
      int last = -1;
      for (int stage = 0; stage < chosen.length; stage++) {
        last = chosen[stage] != null ? stage : last;
      }
      return last;
    }

    int depth() {
      if (isUnordered()) {
        return used.size();
      }
      int stage = lastFilled();
      while (stages.get(stage).optional()) {
        stage--;
      }
      return stage + 1;
    }

    private boolean isComplete() {
      return depth() == stages.size();
    }

    /** When the stage was reached, by its own event or, where implied, by one of a later stage. */
    private @Nullable Long reached(int stage) {
      if (isUnordered()) {
        return stage < used.size() ? used.get(stage).timeMillis() : null;
      }
      for (int filled = stage; filled < chosen.length; filled++) {
        var event = chosen[filled];
        if (event != null) {
          return event.timeMillis();
        }
        if (!funnel.implied()) {
          return null;
        }
      }
      return null;
    }

    boolean isChain() {
      return isInWindow() && isHeld() && (isUnordered() ? hasAllowedTies() : isInOrder());
    }

    private boolean isInWindow() {
      return last() <= windowEnd();
    }

    private boolean isHeld() {
      return funnel.hold().stream()
          .map(PropertyPath::of)
          .allMatch(
              path -> {
                var values = used.stream().map(event -> path.in(event.properties())).toList();
                return values.stream().allMatch(Objects::nonNull)
                    && values.stream().distinct().count() == 1;
              });
    }

    /** The values that its events share. */
    List<PropertyValue> held() {
      return funnel.hold().stream()
          .map(path -> Objects.requireNonNull(PropertyPath.of(path).in(used.get(0).properties())))
          .toList();
    }

    /** Whether another entry comes while only the first stage is reached. */
    boolean opensAnew(List<Chain> chains, Event entry, List<Chain> next) {
      if (used.contains(entry)) {
        return false;
      }
      var second = second();
      if (second != null && entry.timeMillis() == second) {
        // At one moment the order is the one that serves the chain.
        return funnel.ties() == Ties.ANY
            && next.stream().mapToInt(Chain::depth).max().orElseThrow() >= depth();
      }
      return (second == null || entry.timeMillis() < second) && entry.timeMillis() <= end(chains);
    }

    private @Nullable Long second() {
      return IntStream.range(1, chosen.length)
          .mapToObj(this::reached)
          .filter(Objects::nonNull)
          .min(Comparator.naturalOrder())
          .orElse(null);
    }

    /** When it is complete or out of time. */
    private long end(List<Chain> chains) {
      return isComplete() ? finish() : Math.max(finish(), deadline(chains));
    }

    boolean isOverBefore(List<Chain> chains, Event entry) {
      boolean sharesEnd = isComplete() && funnel.ties() == Ties.ANY;
      return !used.contains(entry)
          && (sharesEnd ? entry.timeMillis() >= end(chains) : entry.timeMillis() > end(chains));
    }

    /** The latest deadline of those as deep as this one. */
    long deadline(List<Chain> chains) {
      return chains.stream()
          .filter(chain -> chain.depth() == depth())
          .mapToLong(Chain::deadline)
          .max()
          .orElseThrow();
    }

    private boolean hasAllowedTies() {
      return funnel.ties() == Ties.ANY
          || used.stream().map(Event::timeMillis).distinct().count() == used.size();
    }

    private boolean isInOrder() {
      Event before = null;
      for (int stage = 0; stage <= lastFilled(); stage++) {
        var event = chosen[stage];
        if (event == null) {
          if (!funnel.implied() && !stages.get(stage).optional()) {
            return false;
          }
        } else {
          if (before != null && !mayFollow(before, event)) {
            return false;
          }
          before = event;
        }
      }
      return keepsLimits() && !isInterrupted();
    }

    private boolean mayFollow(Event before, Event after) {
      return funnel.ties() == Ties.ANY
          ? after.timeMillis() >= before.timeMillis()
          : after.timeMillis() > before.timeMillis();
    }

    private boolean keepsLimits() {
      Long before = null;
      for (int stage = 0; stage < chosen.length; stage++) {
        var reached = reached(stage);
        var limit = stages.get(stage).within();
        if (reached != null) {
          if (limit != null && before != null && reached - before > limit.toMillis()) {
            return false;
          }
          before = reached;
        }
      }
      return true;
    }

    private boolean isInterrupted() {
      return funnel.order() == Order.STRICT
          && events.stream()
              .anyMatch(
                  event ->
                      interrupts(event)
                          && event.timeMillis() > first()
                          && event.timeMillis() < last());
    }

    private boolean interrupts(Event event) {
      return !used.contains(event)
          && (funnel.strictScope() == StrictScope.ALL
              || stages.stream().anyMatch(stage -> stage.matches(event)));
    }

    boolean isVoid() {
      return funnel.exclude().stream()
          .anyMatch(
              exclusion -> {
                var after = isUnordered() ? Long.valueOf(first()) : reached(exclusion.after() - 1);
                var before =
                    isUnordered()
                        ? (isComplete() ? Long.valueOf(last()) : null)
                        : reached(exclusion.before() - 1);
                return after != null
                    && events.stream()
                        .filter(exclusion::matches)
                        .mapToLong(Event::timeMillis)
                        .anyMatch(
                            time ->
                                time > after
                                    && (before != null ? time < before : time <= windowEnd()));
              });
    }

    private long windowEnd() {
      var length = funnel.window().length();
      if (length != null) {
        return first() + length.toMillis();
      }
      var session = session();
      return session.get(session.size() - 1).timeMillis();
    }

    /** The last moment at which an event of the future could be in the chain. */
    private long windowOpen() {
      if (funnel.window().length() != null) {
        return windowEnd();
      }
      return Math.min(windowEnd() + GAP, session().get(0).timeMillis() + LONGEST);
    }

    /** The events of the session in which the chain begins. */
    private List<Event> session() {
      var session = new ArrayList<Event>();
      for (var event : events) {
        if (!session.isEmpty()
            && (event.timeMillis() - session.get(session.size() - 1).timeMillis() > GAP
                || event.timeMillis() - session.get(0).timeMillis() > LONGEST)) {
          if (session.get(session.size() - 1).timeMillis() >= first()) {
            break;
          }
          session.clear();
        }
        session.add(event);
      }
      return session;
    }

    long deadline() {
      boolean isStopped =
          funnel.order() == Order.STRICT
              && events.stream()
                  .anyMatch(
                      event ->
                          interrupts(event)
                              && event.timeMillis() > first()
                              && event.timeMillis() <= windowOpen());
      if (isComplete() || isStopped) {
        return Long.MIN_VALUE;
      }
      if (isUnordered()) {
        return windowOpen();
      }
      var left = longestToAdvance(lastFilled());
      return left == null ? windowOpen() : Math.min(windowOpen(), last() + left);
    }

    /** How long the next required stage may take, through optional ones if that is longer. */
    private @Nullable Long longestToAdvance(int from) {
      long longest = 0;
      for (int stage = from + 1; ; stage++) {
        var limit = stages.get(stage).within();
        var rest = stages.get(stage).optional() ? longestToAdvance(stage) : Long.valueOf(0);
        if (limit == null || rest == null) {
          return null;
        }
        longest = Math.max(longest, limit.toMillis() + rest);
        if (!stages.get(stage).optional()) {
          return longest;
        }
      }
    }

    /** The event with which the chain begins; of an unordered one the last of the earliest. */
    private Event entry() {
      if (!isUnordered()) {
        return Arrays.stream(chosen).filter(Objects::nonNull).findFirst().orElseThrow();
      }
      return used.stream()
          .filter(event -> event.timeMillis() == first())
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }

    /** The events that may be called the first: of an unordered chain all of its first moment. */
    List<Event> entries() {
      return isUnordered()
          ? used.stream().filter(event -> event.timeMillis() == first()).toList()
          : List.of(entry());
    }

    private long finish() {
      return isUnordered() ? last() : Objects.requireNonNull(chosen[depth() - 1]).timeMillis();
    }

    /** Which of two chains speaks for the person: it comes first. */
    @Override
    public int compareTo(Chain other) {
      Comparator<Event> started = Comparator.naturalOrder();
      return Comparator.comparingInt((Chain one) -> -one.depth())
          .thenComparingLong(Chain::finish)
          .thenComparing(Chain::entry, funnel.implied() ? started : started.reversed())
          .thenComparing(Chain::earlierStages)
          .compare(this, other);
    }

    private int earlierStages(Chain other) {
      if (isUnordered()) {
        for (int i = 0; i < used.size(); i++) {
          int order = Long.compare(used.get(i).timeMillis(), other.used.get(i).timeMillis());
          if (order != 0) {
            return order;
          }
        }
        for (int i = 0; i < used.size(); i++) {
          int order = used.get(i).compareTo(other.used.get(i));
          if (order != 0) {
            return order;
          }
        }
      }
      for (int stage = 0; stage < chosen.length; stage++) {
        int order =
            isUnordered()
                ? 0
                : Comparator.nullsLast(Comparator.<Long>naturalOrder())
                    .compare(reached(stage), other.reached(stage));
        if (order == 0) {
          order =
              Comparator.nullsLast(Comparator.<Event>naturalOrder())
                  .compare(chosen[stage], other.chosen[stage]);
        }
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }

    Answer answer(Event entry, long deadlineMillis) {
      var reached = new ArrayList<@Nullable Long>();
      for (int stage = 0; stage < chosen.length; stage++) {
        reached.add(reached(stage));
      }
      return new Answer(depth(), entry, Arrays.asList(chosen), reached, deadlineMillis);
    }
  }
}
