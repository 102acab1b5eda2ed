package io.voronka.model.evaluation;

import io.voronka.model.definition.Ties;
import io.voronka.model.event.PropertyValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Counts attempts instead of persons: the timeline is read forward; an attempt opens at an entry
 * event, opens anew at another one while nothing but the entry is reached, and ends when it is
 * complete, void or out of time; then the next may open. Events of different held values make
 * attempts of their own.
 */
final class AttemptCounting {

  private final Attempts attempts;
  private final List<Outcome> counted = new ArrayList<>();

  private AttemptCounting(Attempts attempts) {
    this.attempts = attempts;
  }

  static List<Outcome> of(Attempts attempts) {
    var counting = new AttemptCounting(attempts);
    var together = new LinkedHashMap<List<PropertyValue>, List<Attempt>>();
    for (var attempt : attempts.list()) {
      together.computeIfAbsent(attempt.held(), values -> new ArrayList<>()).add(attempt);
    }
    together.values().forEach(counting::read);
    counting.counted.sort(Comparator.comparing(outcome -> outcome.speaking().entry()));
    return counting.counted;
  }

  private void read(List<Attempt> entries) {
    int at = 0;
    while (at < entries.size()) {
      var attempt = entries.get(at);
      if (attempt.depth() == 0) {
        at++;
        continue;
      }
      var outcome = new Outcome(attempts.definition(), attempt, List.of(attempt));
      if (at + 1 < entries.size() && opensAnew(outcome, entries.get(at + 1))) {
        at++;
        continue;
      }
      counted.add(outcome);
      at = nextAfter(outcome, entries, at + 1);
    }
  }

  private boolean opensAnew(Outcome outcome, Attempt next) {
    long second = secondMillis(outcome);
    if (next.startMillis() != second) {
      return next.startMillis() < Math.min(second, endMillis(outcome) + 1);
    }
    // At one moment the order is the one that serves the chain.
    return attempts.definition().ties() == Ties.ANY && next.depth() >= outcome.depth();
  }

  /** When the first stage after the entry was reached. */
  private static long secondMillis(Outcome outcome) {
    return outcome.chain().reachedMillis().stream()
        .skip(1)
        .filter(millis -> millis != Chain.NOT_REACHED)
        .min(Comparator.naturalOrder())
        .orElse(Long.MAX_VALUE);
  }

  private static long endMillis(Outcome outcome) {
    long finish = outcome.speaking().finishMillis();
    return outcome.isComplete() ? finish : Math.max(finish, outcome.deadlineMillis());
  }

  private int nextAfter(Outcome outcome, List<Attempt> entries, int from) {
    long end = endMillis(outcome);
    boolean sharesEnd = outcome.isComplete() && attempts.definition().ties() == Ties.ANY;
    int next = from;
    while (next < entries.size()
        && !(entries.get(next).startMillis() > end
            || sharesEnd
                && entries.get(next).startMillis() == end
                && !outcome.chain().events().contains(entries.get(next).entry()))) {
      next++;
    }
    return next;
  }
}
