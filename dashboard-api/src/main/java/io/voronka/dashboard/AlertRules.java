package io.voronka.dashboard;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.detection.AlertRule;
import io.voronka.wire.AlertRuleJson;
import io.voronka.wire.AlertSetting;
import io.voronka.wire.AlertSetting.Kind;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The rules of alerts: those that were saved, and of each funnel the default, whose id is that of
 * the funnel until another one is saved under it. Thread-safe.
 */
final class AlertRules {

  private final AlertSettings settings;
  private final Function<String, List<Funnel>> funnels;

  /**
   * Makes it.
   *
   * @param funnels those of a project
   */
  AlertRules(AlertSettings settings, Function<String, List<Funnel>> funnels) {
    this.settings = settings;
    this.funnels = funnels;
  }

  /** A rule, and whether it is a default that nobody saved. */
  record Kept(AlertRule rule, boolean isDefault) {}

  /** All rules of a project in the order of their ids; those of deleted funnels are left out. */
  List<Kept> all(String project) {
    var rules = new TreeMap<String, Kept>();
    for (var funnel : funnels.apply(project)) {
      var id = funnel.key().funnel();
      rules.put(id, new Kept(AlertRule.standard(id, funnel.definition()), true));
    }
    settings
        .all(project, Kind.RULE)
        .forEach(
            (id, json) -> {
              var rule = AlertRuleJson.readWhole(id, json);
              if (definition(project, rule.funnel()).isPresent()) {
                rules.put(id, new Kept(rule, false));
              }
            });
    return List.copyOf(rules.values());
  }

  /** The rules by which a funnel is watched now. */
  List<AlertRule> of(String project, String funnel) {
    return all(project).stream()
        .map(Kept::rule)
        .filter(rule -> rule.isEnabled() && rule.funnel().equals(funnel))
        .toList();
  }

  /**
   * Returns a rule.
   *
   * @throws ServiceException ({@link ProblemType#NOT_FOUND}) if there is none
   */
  Kept get(String project, String id) {
    return all(project).stream()
        .filter(kept -> kept.rule().id().equals(id))
        .findFirst()
        .orElseThrow(() -> new ServiceException(ProblemType.NOT_FOUND, "No rule '" + id + "'."));
  }

  void save(String project, AlertRule rule) {
    settings.put(new AlertSetting(Kind.RULE, project, rule.id()), AlertRuleJson.writeWhole(rule));
  }

  /**
   * Deletes a rule; that of a funnel's own id is the default again.
   *
   * @throws ServiceException ({@link ProblemType#NOT_FOUND}) if none was saved
   */
  void delete(String project, String id) {
    if (get(project, id).isDefault()) {
      throw new ServiceException(
          ProblemType.NOT_FOUND, "The rule '" + id + "' is a default. Disable it instead.");
    }
    settings.put(new AlertSetting(Kind.RULE, project, id), null);
  }

  Optional<FunnelDefinition> definition(String project, String funnel) {
    return funnels.apply(project).stream()
        .filter(one -> one.key().funnel().equals(funnel))
        .map(Funnel::definition)
        .findFirst();
  }
}
