package io.voronka.dashboard;

import io.voronka.dashboard.delivery.Wishes;
import io.voronka.model.detection.AlertRule;
import io.voronka.wire.AlertSetting;
import io.voronka.wire.AlertSetting.Kind;
import java.util.List;

/** What people want to be told, as the settings have it. */
record AlertWishes(AlertRules saved, AlertSettings settings) implements Wishes {

  @Override
  public List<AlertRule> rules(String project, String funnel) {
    return saved.of(project, funnel);
  }

  @Override
  public boolean isKnown(String project, String alert) {
    return settings.find(new AlertSetting(Kind.ACKNOWLEDGEMENT, project, alert)).isPresent();
  }
}
