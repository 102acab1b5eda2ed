package io.voronka.allinone;

import io.voronka.model.detection.Alert;
import io.voronka.model.detection.Alert.Drop;
import io.voronka.model.detection.Alert.Kind;
import io.voronka.model.detection.Alert.Learned;
import io.voronka.model.detection.Alert.Lost;
import io.voronka.model.detection.Alert.Scope;
import io.voronka.model.detection.Alert.Score;
import io.voronka.model.detection.Alert.State;
import io.voronka.model.detection.Alert.Window;
import io.voronka.model.detection.View;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.alert.AlertNotice.Subject;
import java.util.List;

/** An alert of a checkout, as the detector tells it. */
final class FiredAlert {

  private FiredAlert() {}

  static AlertRecord record(String id, State state) {
    boolean isOver = state == State.RESOLVED;
    long minute = isOver ? 190 : 130;
    var alert =
        new Alert(
            id,
            Kind.STAGE_DROP,
            state,
            null,
            100,
            120,
            minute,
            isOver ? minute : null,
            new Window(View.CALENDAR, 20, 40, 20, 2),
            new Drop(0.9, 0.8, 0.95),
            0.5,
            new Lost(18, 60),
            new Score(15, 10.5, 0.01),
            Scope.BROAD,
            List.of(),
            new Learned(8, 0, 0.05));
    return new AlertRecord(
        new Subject("shop", "checkout", "Checkout", 1, 1, "Carted", "Bought"), alert, List.of());
  }
}
