package io.voronka.dashboard.delivery;

import io.voronka.model.detection.AlertRule;
import java.util.List;

/** What people want to be told. Thread-safe. */
public interface Wishes {

  /** The rules of a funnel that are in force. */
  List<AlertRule> rules(String project, String funnel);

  /** Whether somebody said of an alert that it is known, or was expected. */
  boolean isKnown(String project, String alert);
}
