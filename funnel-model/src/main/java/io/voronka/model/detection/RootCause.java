package io.voronka.model.detection;

import io.voronka.model.detection.Alert.Cause;
import io.voronka.model.detection.Alert.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Whether one value explains a drop: of each, the log-likelihood ratio of its part of the advances
 * against its expected part (after Adtributor: Bhagwan et al., NSDI 2014).
 *
 * @param causes the values that are named, the best first
 */
record RootCause(Scope scope, List<Cause> causes) {

  private static final double NAMING_NATS = 3;
  private static final double LEAST_SHARE = 0.5;

  /**
   * Looks for the cause.
   *
   * @param stage a window of everybody
   * @param values the same window of those who have a value, of every watched value
   */
  static RootCause of(Reading stage, Map<BreakdownValue, Reading> values) {
    double lost = stage.expected() - stage.observed();
    if (lost <= 0 || values.isEmpty()) {
      return new RootCause(values.isEmpty() ? Scope.BROAD : Scope.UNKNOWN, List.of());
    }
    double level = Math.log(values.size()) + NAMING_NATS;
    var causes = new ArrayList<Cause>();
    boolean isOneHidden = false;
    for (var entry : values.entrySet()) {
      var value = entry.getValue();
      double expected = Math.min(value.expected(), stage.expected());
      double ownLoss = expected - value.observed();
      double nats = nats(value.observed(), stage.observed(), expected / stage.expected());
      if (nats >= level && ownLoss >= LEAST_SHARE * lost) {
        causes.add(cause(entry.getKey(), value, stage, nats));
      }
      isOneHidden |= expected >= lost && wouldBeHidden(expected, lost, stage, level);
    }
    causes.sort(Comparator.comparingDouble(Cause::score).reversed().thenComparing(Cause::value));
    if (!causes.isEmpty()) {
      return new RootCause(Scope.SEGMENT, List.copyOf(causes));
    }
    return new RootCause(isOneHidden ? Scope.UNKNOWN : Scope.BROAD, List.of());
  }

  /**
   * The cause of the drop of a segment that does not explain that of the stage: it is its own
   * unless the others drop half as much.
   */
  static RootCause ofSegment(BreakdownValue segment, Reading own, Reading stage) {
    double rest = stage.expected() - own.expected();
    double dropInTheRest = rest > 0 ? 1 - (stage.observed() - own.observed()) / rest : 0;
    if (own.expected() <= 0 || dropInTheRest > own.drop() / 2) {
      return new RootCause(Scope.BROAD, List.of());
    }
    double nats =
        nats(own.observed(), stage.observed(), Math.min(1, own.expected() / stage.expected()));
    return new RootCause(Scope.SEGMENT, List.of(cause(segment, own, stage, nats)));
  }

  /** Whether a value would not be named yet, if it alone had caused the loss. */
  private static boolean wouldBeHidden(double expected, double lost, Reading stage, double level) {
    return nats(expected - lost, stage.observed(), expected / stage.expected()) < level;
  }

  /** G: how much a part of a whole speaks for less than its expected share, in nats. */
  private static double nats(double part, double whole, double share) {
    if (whole <= 0 || share <= 0 || share >= 1 || part >= whole * share) {
      return 0;
    }
    double rest = whole - part;
    double ofPart = part <= 0 ? 0 : part * Math.log(part / (whole * share));
    return ofPart + rest * Math.log(rest / (whole * (1 - share)));
  }

  private static Cause cause(BreakdownValue value, Reading own, Reading stage, double nats) {
    double lost = stage.expected() - stage.observed();
    double rest = stage.expected() - own.expected();
    double dropInTheRest = rest > 0 ? 1 - (stage.observed() - own.observed()) / rest : 0;
    double share =
        lost > 0 ? Math.max(0, Math.min(1, (own.expected() - own.observed()) / lost)) : 1;
    return new Cause(value, own.drop(), share, dropInTheRest, nats);
  }
}
