package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.AlertSetting;
import io.voronka.wire.AlertSetting.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Settings of alerts in memory. */
final class FakeAlertSettings implements AlertSettings {

  private final Map<String, JsonNode> byKey = new TreeMap<>();

  @Override
  public synchronized Map<String, JsonNode> all(String project, Kind kind) {
    var found = new TreeMap<String, JsonNode>();
    byKey.forEach(
        (key, value) -> {
          var setting = AlertSetting.decode(key.getBytes(StandardCharsets.UTF_8));
          if (setting.project().equals(project) && setting.kind() == kind) {
            found.put(setting.id(), value);
          }
        });
    return found;
  }

  @Override
  public synchronized void put(AlertSetting setting, @Nullable JsonNode value) {
    var key = new String(setting.encode(), StandardCharsets.UTF_8);
    if (value == null) {
      byKey.remove(key);
    } else {
      byKey.put(key, value);
    }
  }
}
