package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.AlertSetting;
import io.voronka.wire.AlertSetting.Kind;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people set about alerts. Thread-safe. */
interface AlertSettings {

  /** What is set of a kind, by id and in its order; null values: never. */
  Map<String, JsonNode> all(String project, Kind kind);

  /**
   * Sets something, or deletes it; returns once it is known here.
   *
   * @param value null: it is deleted
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if it can't be kept
   */
  void put(AlertSetting setting, @Nullable JsonNode value);

  default Optional<JsonNode> find(AlertSetting setting) {
    return Optional.ofNullable(all(setting.project(), setting.kind()).get(setting.id()));
  }
}
