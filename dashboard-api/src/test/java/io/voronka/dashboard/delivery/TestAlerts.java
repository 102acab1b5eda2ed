package io.voronka.dashboard.delivery;

import io.voronka.model.detection.Alert;
import io.voronka.model.detection.Alert.Drop;
import io.voronka.model.detection.Alert.Kind;
import io.voronka.model.detection.Alert.Learned;
import io.voronka.model.detection.Alert.Lost;
import io.voronka.model.detection.Alert.Scope;
import io.voronka.model.detection.Alert.Score;
import io.voronka.model.detection.Alert.State;
import io.voronka.model.detection.Alert.Window;
import io.voronka.model.detection.AlertRule;
import io.voronka.model.detection.AlertRule.Receiver;
import io.voronka.model.detection.BreakdownValue;
import io.voronka.model.detection.Sensitivity;
import io.voronka.model.detection.View;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.alert.AlertNotice;
import io.voronka.wire.alert.AlertNotice.Subject;
import java.util.List;
import java.util.Set;

/** Alerts and rules to deliver. */
final class TestAlerts {

  static final BreakdownValue SAFARI = new BreakdownValue("browser", "Safari");

  private TestAlerts() {}

  static AlertRecord record(String id, State state, long minute, double drop, Scope scope) {
    return record(id, state, minute, drop, scope, Kind.STAGE_DROP, 0.01);
  }

  static AlertRecord record(
      String id,
      State state,
      long minute,
      double drop,
      Scope scope,
      Kind kind,
      double falseAlarmsPerYear) {
    boolean isOver = state == State.RESOLVED || state == State.REBASELINED;
    var alert =
        new Alert(
            id,
            kind,
            state,
            kind == Kind.SEGMENT_DROP ? SAFARI : null,
            100,
            120,
            minute,
            isOver ? minute : null,
            new Window(View.CALENDAR, 20, 40, 20, 2),
            new Drop(drop, drop - 0.1, drop + 0.05),
            0.5,
            new Lost(18, 60),
            new Score(15, 10.5, falseAlarmsPerYear),
            scope,
            List.of(),
            new Learned(8, 0, 0.05));
    return new AlertRecord(
        new Subject("shop", "checkout", "Checkout", 1, 2, "Carted", "Bought"), alert, List.of());
  }

  static AlertRule rule(Receiver... receivers) {
    return rule(Sensitivity.DEFAULT, receivers);
  }

  static AlertRule rule(Sensitivity sensitivity, Receiver... receivers) {
    return new AlertRule(
        "r1",
        "checkout",
        List.of(),
        List.of("browser"),
        Set.of(Kind.values()),
        sensitivity,
        List.of(receivers),
        true);
  }

  static AlertNotice notice(AlertRecord record) {
    return new AlertNotice(
        record.alert(), record.subject(), AlertRecord.ORIGIN, "http://page/#/alerts/a");
  }
}
