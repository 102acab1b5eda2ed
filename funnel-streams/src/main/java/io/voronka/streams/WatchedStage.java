package io.voronka.streams;

import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.detection.AlertRule;
import io.voronka.model.detection.Sensitivity;
import io.voronka.model.detection.StageSettings;
import io.voronka.wire.Json;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.alert.AlertNotice.Subject;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A stage that the detector watches, with all that it needs of the funnel: an edited funnel's
 * version before is watched on while nobody knows its definition any more. Kept as JSON.
 *
 * @param stage counted from 1
 * @param followedMinutes how long somebody who reached it is waited for
 */
record WatchedStage(
    String project,
    String funnel,
    int version,
    int stage,
    String funnelName,
    String stageName,
    String nextStageName,
    int followedMinutes,
    List<String> breakdowns) {

  WatchedStage {
    breakdowns = List.copyOf(breakdowns);
  }

  /** The stages of a funnel that can be watched. */
  static List<WatchedStage> of(Funnel funnel) {
    var definition = funnel.definition();
    return AlertRule.watchable(definition).stream()
        .map(
            stage ->
                new WatchedStage(
                    funnel.key().project(),
                    funnel.key().funnel(),
                    funnel.key().version(),
                    stage,
                    definition.name(),
                    definition.stages().get(stage - 1).name(),
                    nextRequired(funnel, stage),
                    MinuteBook.followedMinutes(funnel),
                    definition.breakdowns()))
        .toList();
  }

  private static String nextRequired(Funnel funnel, int stage) {
    return funnel.definition().stages().stream()
        .skip(stage)
        .filter(next -> !next.optional())
        .findFirst()
        .orElseThrow()
        .name();
  }

  FunnelVersion key() {
    return new FunnelVersion(project, funnel, version);
  }

  StageSettings settings(Sensitivity sensitivity) {
    return new StageSettings(
        String.join("/", project, funnel, Integer.toString(version), Integer.toString(stage)),
        followedMinutes,
        sensitivity);
  }

  Subject subject() {
    return new Subject(project, funnel, funnelName, version, stage, stageName, nextStageName);
  }

  /** What the keys begin with under which something of the stage is kept, after their kind. */
  byte[] prefix() {
    return prefix(key(), stage);
  }

  static byte[] prefix(FunnelVersion funnel, int stage) {
    var version = TallyCodec.prefix(funnel);
    return ByteBuffer.allocate(version.length + 1).put(version).put((byte) stage).array();
  }

  byte[] json() {
    return Json.bytes(this);
  }
}
