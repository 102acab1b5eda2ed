package io.voronka.model.evaluation;

import io.voronka.model.definition.Ties;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts attempts instead of persons: the timeline is read forward; an attempt opens at an entry
 * event, opens anew at another one while nothing but the entry is reached, and ends when it is
 * complete or out of time; then the next may open. What is void is passed over. Events of different
 * held values make attempts of their own.
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
      if (attempt.depth() > 0) {
        together.computeIfAbsent(attempt.held(), values -> new ArrayList<>()).add(attempt);
      }
    }
    together.values().forEach(counting::read);
    counting.counted.sort(Comparator.comparing(outcome -> outcome.speaking().entry()));
    return counting.counted;
  }

  private void read(List<Attempt> entries) {
    List<@Nullable Event> spent = List.of(); // by the attempt before
    int at = 0;
    while (at < entries.size()) {
      var attempt = entries.get(at);
      int next = unspent(entries, at + 1, spent);
      var outcome = new Outcome(attempts.definition(), attempt, List.of(attempt));
      if (next == entries.size() || !opensAnew(outcome, entries.get(next))) {
        counted.add(outcome);
        spent = outcome.chain().events();
        next = unspent(entries, firstAfter(outcome, entries, next), spent);
      }
      at = next;
    }
  }

  private static int unspent(List<Attempt> entries, int from, List<@Nullable Event> spent) {
    int at = from;
    while (at < entries.size() && spent.contains(entries.get(at).entry())) {
      at++;
    }
    return at;
  }

  private boolean opensAnew(Outcome outcome, Attempt next) {
    if (outcome.chain().events().contains(next.entry())) {
      return false; // it is the attempt's own next stage
    }
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

  private int firstAfter(Outcome outcome, List<Attempt> entries, int from) {
    boolean sharesEnd = outcome.isComplete() && attempts.definition().ties() == Ties.ANY;
    long first = endMillis(outcome) + (sharesEnd ? 0 : 1);
    int at = from;
    while (at < entries.size() && entries.get(at).startMillis() < first) {
      at++;
    }
    return at;
  }
}
