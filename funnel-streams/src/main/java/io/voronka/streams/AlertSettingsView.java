package io.voronka.streams;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.kit.LogKeys;
import io.voronka.model.detection.AlertRule;
import io.voronka.model.detection.Sensitivity;
import io.voronka.wire.AlertRuleJson;
import io.voronka.wire.AlertSetting;
import io.voronka.wire.AlertSetting.Kind;
import io.voronka.wire.Json;
import io.voronka.wire.PlannedPause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people set about alerts, as the instance knows it. Written by the thread of the global
 * store, read by all.
 */
final class AlertSettingsView {

  private static final Logger LOG = LoggerFactory.getLogger(AlertSettingsView.class);
  private static final String NEW_NORMAL = "new-normal";

  private volatile Known known = Known.of(Map.of());

  /** What is set, and the same by what is asked for a thousand times a minute. */
  private record Known(
      Map<AlertSetting, Object> settings,
      Map<OfFunnel, List<AlertRule>> rules,
      Map<String, List<PlannedPause>> pauses) {

    private record OfFunnel(String project, String funnel) {}

    static Known of(Map<AlertSetting, Object> settings) {
      var rules = new HashMap<OfFunnel, List<AlertRule>>();
      var pauses = new HashMap<String, List<PlannedPause>>();
      settings.forEach(
          (setting, value) -> {
            if (value instanceof AlertRule rule) {
              rules
                  .computeIfAbsent(
                      new OfFunnel(setting.project(), rule.funnel()), of -> new ArrayList<>())
                  .add(rule);
            } else if (value instanceof PlannedPause pause) {
              pauses.computeIfAbsent(setting.project(), of -> new ArrayList<>()).add(pause);
            }
          });
      return new Known(Map.copyOf(settings), rules, pauses);
    }

    List<AlertRule> rulesOf(WatchedStage stage) {
      return rules.getOrDefault(new OfFunnel(stage.project(), stage.funnel()), List.of());
    }
  }

  /** Stands for what is set now: another object after each change. */
  Object current() {
    return known;
  }

  /**
   * How a stage is to be watched.
   *
   * @param sensitivity that of the rule that wants to know the most
   * @param breakdowns whose values are watched each by itself
   * @param isTold whether any rule wants to know of it
   */
  record Wanted(Sensitivity sensitivity, Set<String> breakdowns, boolean isTold) {}

  /** Returns how the rules want a stage to be watched; without any, as the default rule does. */
  Wanted wanted(WatchedStage stage) {
    boolean hasDefault = true;
    var breakdowns = new HashSet<String>();
    double minDrop = 1;
    double falseAlarms = 0;
    for (var rule : known.rulesOf(stage)) {
      hasDefault &= !rule.id().equals(stage.funnel());
      if (rule.isEnabled() && (rule.stages().isEmpty() || rule.stages().contains(stage.stage()))) {
        breakdowns.addAll(rule.breakdowns());
        minDrop = Math.min(minDrop, rule.sensitivity().minDrop());
        falseAlarms = Math.max(falseAlarms, rule.sensitivity().falseAlarmsPerYear());
      }
    }
    if (hasDefault) {
      breakdowns.addAll(stage.breakdowns());
      minDrop = Math.min(minDrop, Sensitivity.DEFAULT.minDrop());
      falseAlarms = Math.max(falseAlarms, Sensitivity.DEFAULT.falseAlarmsPerYear());
    }
    boolean isTold = falseAlarms > 0;
    return new Wanted(
        isTold ? new Sensitivity(minDrop, falseAlarms) : Sensitivity.DEFAULT, breakdowns, isTold);
  }

  /** Whether nobody is to be told of a funnel's alerts at a moment, by plan. */
  boolean isPaused(String project, String funnel, Instant at) {
    return known.pauses.getOrDefault(project, List.of()).stream()
        .anyMatch(pause -> pause.covers(funnel, at));
  }

  /** Whether somebody said of an alert that it is the new normal. */
  boolean isNewNormal(String project, String alert) {
    return NEW_NORMAL.equals(
        known.settings.get(new AlertSetting(Kind.ACKNOWLEDGEMENT, project, alert)));
  }

  private static void put(byte[] key, byte @Nullable [] value, Map<AlertSetting, Object> into) {
    try {
      var setting = AlertSetting.decode(key);
      into.remove(setting);
      var read = value == null ? null : read(setting, Json.read(value));
      if (read != null) {
        into.put(setting, read);
      }
    } catch (IllegalArgumentException notUnderstood) {
      LOG.atError()
          .addKeyValue(LogKeys.REASON, notUnderstood.getMessage())
          .log("a setting of alerts can't be read and is left out");
    }
  }

  private static @Nullable Object read(AlertSetting setting, JsonNode json) {
    return switch (setting.kind()) {
      case RULE -> AlertRuleJson.readWhole(setting.id(), json);
      case PAUSE -> PlannedPause.read(setting.id(), json);
      case ACKNOWLEDGEMENT -> json.path("as").asText();
      case ANNOTATION -> null; // it is for people
    };
  }

  /** Keeps the global store and this view. */
  Processor<byte[], byte[], Void, Void> keeper() {
    return new Processor<>() {
      private KeyValueStore<Bytes, byte[]> store;

      @Override
      public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(Stores.ALERT_SETTINGS);
        var settings = new HashMap<>(known.settings);
        try (var all = store.all()) {
          all.forEachRemaining(entry -> put(entry.key.get(), entry.value, settings));
        }
        known = Known.of(settings);
      }

      @Override
      public void process(Record<byte[], byte[]> record) {
        if (record.key() != null) {
          store.put(Bytes.wrap(record.key()), record.value());
          var settings = new HashMap<>(known.settings);
          put(record.key(), record.value(), settings);
          known = Known.of(settings);
        }
      }
    };
  }
}
