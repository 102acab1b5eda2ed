package io.voronka.testing;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Ties;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyPath;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Evaluates an ordered funnel by trying every chain: the rules word by word, for clarity alone.
 * Exponential; for timelines of a few events.
 */
public final class BruteForce {

  /** What the rules say of one person in one range. */
  public record Answer(int depth, List<Long> times, Event entry, long deadlineMillis) {}

  private final FunnelDefinition funnel;
  private final List<Event> events;

  private BruteForce(FunnelDefinition funnel, Timeline timeline) {
    this.funnel = funnel;
    this.events = timeline.events();
  }

  /**
   * Answers for chains whose first event lies in the range.
   *
   * @return empty if there is none
   */
  public static Optional<Answer> evaluate(
      FunnelDefinition funnel, Timeline timeline, long fromMillis, long toMillis) {
    var chains = new ArrayList<List<Event>>();
    new BruteForce(funnel, timeline).extend(List.of(), chains);
    chains.removeIf(chain -> start(chain) < fromMillis || start(chain) >= toMillis);
    var speaking =
        chains.stream()
            .min(
                Comparator.<List<Event>>comparingInt(chain -> -chain.size())
                    .thenComparingLong(BruteForce::finish)
                    .thenComparing(chain -> chain.get(0), Comparator.reverseOrder())
                    .thenComparing(BruteForce::times, BruteForce::earlierStages));
    return speaking.map(
        chain -> {
          long lastStart =
              chains.stream()
                  .filter(other -> other.size() == chain.size())
                  .mapToLong(BruteForce::start)
                  .max()
                  .orElseThrow();
          return new Answer(
              chain.size(), times(chain), chain.get(0), lastStart + funnel.window().toMillis());
        });
  }

  private void extend(List<Event> chain, List<List<Event>> chains) {
    for (var event : events) {
      var longer = new ArrayList<>(chain);
      longer.add(event);
      if (!chain.contains(event) && isChain(longer)) {
        chains.add(longer);
        extend(longer, chains);
      }
    }
  }

  private boolean isChain(List<Event> chain) {
    if (chain.size() > funnel.stages().size()) {
      return false;
    }
    for (int k = 0; k < chain.size(); k++) {
      if (!funnel.stages().get(k).matches(chain.get(k))) {
        return false;
      }
      if (k > 0 && !mayFollow(chain.get(k - 1), chain.get(k))) {
        return false;
      }
    }
    return finish(chain) - start(chain) <= funnel.window().toMillis()
        && funnel.hold().stream().allMatch(property -> isHeld(chain, property));
  }

  private boolean mayFollow(Event before, Event after) {
    return funnel.ties() == Ties.ANY
        ? after.timeMillis() >= before.timeMillis()
        : after.timeMillis() > before.timeMillis();
  }

  private static boolean isHeld(List<Event> chain, String property) {
    var values =
        chain.stream().map(event -> PropertyPath.of(property).in(event.properties())).toList();
    return values.stream().allMatch(Objects::nonNull) && values.stream().distinct().count() == 1;
  }

  private static long start(List<Event> chain) {
    return chain.get(0).timeMillis();
  }

  private static long finish(List<Event> chain) {
    return chain.get(chain.size() - 1).timeMillis();
  }

  private static List<Long> times(List<Event> chain) {
    return chain.stream().map(Event::timeMillis).toList();
  }

  private static int earlierStages(List<Long> left, List<Long> right) {
    for (int i = 0; i < left.size(); i++) {
      int order = left.get(i).compareTo(right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
