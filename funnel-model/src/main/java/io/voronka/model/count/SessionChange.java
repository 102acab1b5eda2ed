package io.voronka.model.count;

import io.voronka.model.session.SessionDetails;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How one person's sessions changed: an event that joins two sessions takes both away and brings
 * one.
 *
 * @param removed sessions that are no more as they were, oldest first
 * @param added sessions as they are now, that were not so before
 * @param kept the others, oldest first
 */
public record SessionChange(
    List<SessionDetails> removed, List<SessionDetails> added, List<SessionDetails> kept) {

  /** Compares the sessions of a timeline before and after. */
  public static SessionChange between(Timeline before, Timeline after, SessionRule rule) {
    return between(SessionDetails.of(before, rule), SessionDetails.of(after, rule));
  }

  /**
   * Compares two lists, each oldest first. What changed lies together, or all of it is replaced.
   */
  static SessionChange between(List<SessionDetails> before, List<SessionDetails> after) {
    int shorter = Math.min(before.size(), after.size());
    int first = 0;
    while (first < shorter && isSame(before.get(first), after.get(first))) {
      first++;
    }
    int left = 0; // at the end
    while (left < shorter - first
        && isSame(before.get(before.size() - 1 - left), after.get(after.size() - 1 - left))) {
      left++;
    }
    var kept = new ArrayList<>(after.subList(0, first));
    kept.addAll(after.subList(after.size() - left, after.size()));
    return new SessionChange(
        before.subList(first, before.size() - left),
        after.subList(first, after.size() - left),
        kept);
  }

  /** The part of a change in which the oldest events left: what became of the session they cut. */
  SessionChange ofCut() {
    if (added.isEmpty()) {
      return new SessionChange(List.of(), List.of(), kept);
    }
    long first = added.get(0).session().startMillis();
    var cut = removed.stream().filter(one -> one.session().lastMillis() >= first).toList();
    return new SessionChange(cut, added, kept);
  }

  private static boolean isSame(SessionDetails one, SessionDetails other) {
    return one.events().size() == other.events().size() && one.isBegunBy(other.events());
  }

  /**
   * The same as several changes, one after the other: where a session goes on and others follow, as
   * where a person came more than once since the last time, each of them is one of the usual
   * changes.
   */
  List<SessionChange> steps() {
    if (added.size() < 2 || removed.size() > 1 || removed.size() == 1 && !goesOn()) {
      return List.of(this);
    }
    var steps = new ArrayList<SessionChange>(added.size());
    var before = new ArrayList<>(kept);
    for (int i = 0; i < added.size(); i++) {
      var gone = i == 0 ? removed : List.<SessionDetails>of();
      steps.add(new SessionChange(gone, added.subList(i, i + 1), List.copyOf(before)));
      before.add(added.get(i));
    }
    return steps;
  }

  /** Whether the first session that is added is the one that is removed with more events. */
  private boolean goesOn() {
    return added.get(0).isBegunBy(removed.get(0).events().subList(0, 1));
  }

  /**
   * Whether one session merely went on: it begins as it did, so it is in the period it was in, and
   * what its first event tells is the same. So it is with most events that arrive.
   */
  boolean isContinuation() {
    return removed.size() == 1
        && added.size() == 1
        && goesOn()
        && removed.get(0).isBounce() == added.get(0).isBounce();
  }

  /**
   * Visits what the person has now in some session and had in none before, with 1, and what they
   * had and have no more, with −1.
   *
   * @param of what a session has
   */
  <T extends @Nullable Object> void visit(
      Function<SessionDetails, T> of, ObjIntConsumer<T> visitor) {
    if (removed.isEmpty() && added.size() == 1) {
      visitNew(of, visitor);
      return;
    }
    var gone = all(removed, of);
    var come = all(added, of);
    var both = new HashSet<>(gone);
    both.retainAll(come);
    gone.removeAll(both);
    come.removeAll(both);
    // From the newest on: it is most like what changed.
    for (int i = kept.size() - 1; i >= 0 && !(gone.isEmpty() && come.isEmpty()); i--) {
      var still = of.apply(kept.get(i));
      gone.remove(still);
      come.remove(still);
    }
    gone.forEach(one -> visitor.accept(one, -1));
    come.forEach(one -> visitor.accept(one, 1));
  }

  /** The usual change but that a session goes on: there is one more. */
  private <T extends @Nullable Object> void visitNew(
      Function<SessionDetails, T> of, ObjIntConsumer<T> visitor) {
    var come = of.apply(added.get(0));
    for (int i = kept.size() - 1; i >= 0; i--) {
      if (Objects.equals(of.apply(kept.get(i)), come)) {
        return;
      }
    }
    visitor.accept(come, 1);
  }

  private static <T extends @Nullable Object> Set<T> all(
      List<SessionDetails> sessions, Function<SessionDetails, T> of) {
    var all = new HashSet<T>();
    sessions.forEach(session -> all.add(of.apply(session)));
    return all;
  }
}
