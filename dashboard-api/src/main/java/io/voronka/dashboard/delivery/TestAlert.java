package io.voronka.dashboard.delivery;

import io.voronka.model.definition.FunnelDefinition;
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
import io.voronka.model.detection.View;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.alert.AlertNotice.Subject;
import java.time.Instant;
import java.util.List;

/**
 * An alert that nothing happened for, to see whether one would arrive. It is over at once, so that
 * no receiver keeps it open.
 */
public final class TestAlert {

  private static final int LASTED_MINUTES = 30;

  private TestAlert() {}

  /** Makes one about the first stage of a funnel that is watched. */
  public static AlertRecord of(
      String project, String funnel, FunnelDefinition definition, Instant now) {
    long minute = AlertRecord.minute(now.toEpochMilli());
    var watchable = AlertRule.watchable(definition);
    int stage = watchable.isEmpty() ? 1 : watchable.get(0);
    var stages = definition.stages();
    var next = stages.get(Math.min(stage, stages.size() - 1));
    var alert =
        new Alert(
            "test-" + minute,
            Kind.STAGE_DROP,
            State.RESOLVED,
            null,
            minute - LASTED_MINUTES,
            minute - LASTED_MINUTES / 2,
            minute,
            minute,
            new Window(View.CALENDAR, LASTED_MINUTES / 2, 40, 20, 2),
            new Drop(0.9, 0.7, 0.97),
            0.5,
            new Lost(18, 72),
            new Score(15, 10.5, 0.01),
            Scope.BROAD,
            List.of(),
            new Learned(8, 0, 0.05));
    return new AlertRecord(
        new Subject(
            project,
            funnel,
            "Test of " + definition.name(),
            0,
            stage,
            stages.get(stage - 1).name(),
            next.name()),
        alert,
        List.of());
  }
}
