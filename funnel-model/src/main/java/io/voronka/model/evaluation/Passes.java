package io.voronka.model.evaluation;

import io.voronka.model.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a person goes through a funnel again and again. A pass begins with an entry; entries made
 * while it is in time belong to it; it ends when it is complete or out of time, and the next entry
 * begins another one. So what is known of a pass stays as it is while events come in their order,
 * unlike an attempt, which begins anew with each entry.
 */
public final class Passes {

  private Passes() {}

  /**
   * One pass.
   *
   * @param entry its first event
   * @param reachedMillis by stage, when it was reached first; {@link Chain#NOT_REACHED} if it was
   *     not
   * @param events by stage, what filled it then; null if nothing did
   */
  public record Pass(Event entry, List<Long> reachedMillis, List<@Nullable Event> events) {}

  /** The attempts of one pass: those from one index to another, and when it ends at the latest. */
  private record Span(int from, int to, long endMillis) {}

  /** When events came or went: all from the first to the last moment, both included. */
  public record Touched(long firstMillis, long lastMillis) {

    /** Anything may have. */
    public static final Touched ANYTHING = new Touched(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Passes that are in one of two timelines and not, equal, in the other. */
  public record Changed(List<Pass> before, List<Pass> after) {}

  /** All passes, in the order of their entries. */
  public static List<Pass> of(Attempts attempts) {
    return spans(attempts).stream().map(span -> pass(attempts, span)).toList();
  }

  /**
   * What changed. Most events change the last pass only; of the others no chain is looked for.
   *
   * @param touched when events came or went, since equal attempts can have other chains
   */
  public static Changed changed(Attempts before, Attempts after, Touched touched) {
    var old = spans(before);
    var young = spans(after);
    int shorter = Math.min(old.size(), young.size());
    int head = 0;
    while (head < shorter && isSame(before, old.get(head), after, young.get(head), touched)) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && isSame(
            before,
            old.get(old.size() - 1 - tail),
            after,
            young.get(young.size() - 1 - tail),
            touched)) {
      tail++;
    }
    return new Changed(
        passes(before, old.subList(head, old.size() - tail)),
        passes(after, young.subList(head, young.size() - tail)));
  }

  private static boolean isSame(
      Attempts before, Span old, Attempts after, Span young, Touched touched) {
    var attempts = before.list().subList(old.from, old.to);
    return attempts.equals(after.list().subList(young.from, young.to))
        && old.endMillis == young.endMillis
        && (touched.lastMillis < attempts.get(0).startMillis()
            || touched.firstMillis > old.endMillis);
  }

  private static List<Pass> passes(Attempts attempts, List<Span> spans) {
    return spans.stream().map(span -> pass(attempts, span)).toList();
  }

  private static List<Span> spans(Attempts attempts) {
    int complete = attempts.definition().stages().size();
    var list = attempts.list();
    var spans = new ArrayList<Span>();
    int from = -1;
    int depth = 0;
    long end = Long.MIN_VALUE;
    for (int i = 0; i < list.size(); i++) {
      var attempt = list.get(i);
      if (attempt.depth() == 0) {
        continue;
      }
      if (from < 0 || attempt.startMillis() > end) {
        if (from >= 0) {
          spans.add(new Span(from, i, end));
        }
        from = i;
        depth = 0;
        end = Long.MIN_VALUE;
      }
      if (attempt.depth() > depth) {
        depth = attempt.depth();
        end = end(attempt, complete);
      } else if (attempt.depth() == depth && depth < complete) {
        end = Math.max(end, end(attempt, complete));
      }
    }
    if (from >= 0) {
      spans.add(new Span(from, list.size(), end));
    }
    return spans;
  }

  private static long end(Attempt attempt, int complete) {
    return attempt.depth() == complete
        ? attempt.finishMillis()
        : Math.max(attempt.finishMillis(), attempt.openUntilAtMost());
  }

  private static Pass pass(Attempts attempts, Span span) {
    int stages = attempts.definition().stages().size();
    var reached = new Long[stages];
    Arrays.fill(reached, Chain.NOT_REACHED);
    var events = new Event[stages];
    Event entry = null;
    int depth = 0;
    for (var attempt : attempts.list().subList(span.from, span.to)) {
      entry = entry == null && attempt.depth() > 0 ? attempt.entry() : entry;
      if (attempt.depth() > depth) {
        depth = attempt.depth();
        var chain = attempt.chain();
        for (int stage = 0; stage < stages; stage++) {
          if (reached[stage] == Chain.NOT_REACHED && chain.hasReached(stage)) {
            reached[stage] = chain.reachedMillis(stage);
            events[stage] = chain.at(stage);
          }
        }
      }
    }
    if (entry == null) {
      throw new IllegalStateException("a pass begins with an entry");
    }
    return new Pass(entry, List.of(reached), Arrays.asList(events));
  }
}
