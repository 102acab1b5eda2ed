package io.voronka.model.detection;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a funnel is watched, how readily it is reported, and who is told.
 *
 * @param stages counted from 1; none: every stage that has a next one
 * @param breakdowns whose values are watched each by itself
 * @param kinds that are told
 */
public record AlertRule(
    String id,
    String funnel,
    List<Integer> stages,
    List<String> breakdowns,
    Set<Alert.Kind> kinds,
    Sensitivity sensitivity,
    List<Receiver> receivers,
    boolean isEnabled) {

  public AlertRule {
    stages = List.copyOf(stages);
    breakdowns = List.copyOf(breakdowns);
    kinds = Set.copyOf(kinds);
    receivers = List.copyOf(receivers);
  }

  /** Who is told. What is secret of it is never shown again. */
  public sealed interface Receiver {}

  /**
   * A signed webhook.
   *
   * @param secret with which it is signed
   * @param oldSecret with which it is signed too, while one takes over from the other; null: none
   */
  public record Webhook(String url, String secret, @Nullable String oldSecret) implements Receiver {

    @Override
    public String toString() {
      return "Webhook[url=" + url + "]"; // secrets must not reach a log
    }
  }

  /**
   * A channel of Slack.
   *
   * @param url of its incoming webhook; secret
   */
  public record Slack(String url) implements Receiver {

    @Override
    public String toString() {
      return "Slack[]";
    }
  }

  /**
   * A service of PagerDuty.
   *
   * @param routingKey of its integration; secret
   */
  public record PagerDuty(String routingKey) implements Receiver {

    @Override
    public String toString() {
      return "PagerDuty[]";
    }
  }

  /**
   * An Alertmanager.
   *
   * @param url without {@code /api/v2/alerts}
   */
  public record Alertmanager(String url) implements Receiver {}

  /** A mailbox. */
  public record Email(String address) implements Receiver {}

  /** The rule that every funnel has: everything is watched and shown, nobody is told. */
  public static AlertRule standard(String funnel, FunnelDefinition definition) {
    return new AlertRule(
        funnel,
        funnel,
        List.of(),
        definition.breakdowns(),
        Set.of(Alert.Kind.values()),
        Sensitivity.DEFAULT,
        List.of(),
        true);
  }

  /** What of this rule the funnel does not have. */
  public List<Violation> violations(FunnelDefinition definition) {
    var violations = new ArrayList<Violation>();
    var watchable = watchable(definition);
    for (int i = 0; i < stages.size(); i++) {
      if (!watchable.contains(stages.get(i))) {
        violations.add(
            new Violation(
                "stages[" + i + "]", "must be a stage with a required one after it: " + watchable));
      }
    }
    for (int i = 0; i < breakdowns.size(); i++) {
      if (!definition.breakdowns().contains(breakdowns.get(i))) {
        violations.add(
            new Violation(
                "breakdowns[" + i + "]",
                "is no breakdown of the funnel: " + definition.breakdowns()));
      }
    }
    return violations;
  }

  /** The stages after which a required one comes, counted from 1. */
  public static List<Integer> watchable(FunnelDefinition definition) {
    var watchable = new ArrayList<Integer>();
    boolean hasNext = false;
    for (int stage = definition.stages().size(); stage >= 1; stage--) {
      if (hasNext) {
        watchable.add(0, stage);
      }
      hasNext |= !definition.stages().get(stage - 1).optional();
    }
    return watchable;
  }
}
