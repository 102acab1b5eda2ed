package io.voronka.streams;

import io.voronka.model.count.TallyKey;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.Topics;
import java.time.Duration;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;

/**
 * The stream program at a glance; {@code topology.txt} is the golden copy of its description.
 *
 * <pre>
 *   events ────► keep timelines ──► tallies ──► add up ──► stage-counts, corrections
 *   forwarded ──►  │  │     ▲                             └──► rejected
 *      ▲           │  │     └── funnels (on every instance)
 *      └───────────┘  ├──► rejected, stage-transitions, sessions
 *                     └──► stage-minutes ──► detect ──► alerts
 *                                              ▲
 *                                              └── alert-settings (on every instance)
 * </pre>
 */
final class FunnelTopology {

  static final String FORWARDED_OUT = "write-forwarded";
  static final String TRANSITIONS_OUT = "write-transitions";
  static final String SESSIONS_OUT = "write-sessions";
  static final String SUMS_OUT = "write-stage-counts";
  static final String CORRECTIONS_OUT = "write-corrections";
  static final String TALLIES_OUT = "write-tallies";
  static final String MINUTES_OUT = "write-minutes";
  static final String ALERTS_OUT = "write-alerts";
  static final String REJECTED_OUT = "write-rejected";
  static final String SUMS_REJECTED_OUT = "write-rejected-tallies";
  static final String MINUTES_REJECTED_OUT = "write-rejected-minutes";

  private FunnelTopology() {}

  /**
   * Builds the program.
   *
   * @param instance the address under which the instance answers questions
   * @param sums partitions of {@link Topics#TALLIES} and {@link Topics#STAGE_COUNTS}, as many as of
   *     {@link Topics#EVENTS} and {@link Topics#FORWARDED}
   * @param kept how old an event may be, by its own time
   * @param tells whether steps, sessions and corrections are told to others
   * @param outlines is given those of the partitions that are processed
   * @param mostLag how far behind the wall clock a project is followed minute by minute, and alerts
   *     told
   */
  static Topology build(
      DefinitionView definitions,
      String instance,
      int sums,
      Duration kept,
      boolean tells,
      Duration mostLag,
      StreamMetrics metrics,
      DetectorMetrics detectorMetrics,
      HeldOutlines outlines,
      Guards guards,
      Stores.Kind kind) {
    var bytes = new ByteArrayDeserializer();
    var out = new ByteArraySerializer();
    var alertSettings = new AlertSettingsView();
    return new Topology()
        .addGlobalStore(
            Stores.global(kind, Stores.DEFINITIONS),
            "read-funnels",
            bytes,
            bytes,
            Topics.FUNNELS,
            "keep-definitions",
            definitions::keeper)
        .addSource("read-events", bytes, bytes, Topics.EVENTS)
        .addSource("read-forwarded", bytes, bytes, Topics.FORWARDED)
        .addProcessor(
            "keep-timelines",
            () ->
                new TimelineProcessor(
                    definitions, instance, sums, kept, tells, mostLag, metrics, outlines, guards),
            "read-events",
            "read-forwarded")
        .addStateStore(Stores.plain(kind, Stores.ROOMS), "keep-timelines")
        .addStateStore(
            Stores.<TallyKey>ofFigures(kind, Stores.TALLIES, TallyCodec::encode), "keep-timelines")
        .addSink(
            FORWARDED_OUT, Topics.FORWARDED, out, out, RoomPartitioner.ofRooms(), "keep-timelines")
        .addSink(REJECTED_OUT, Topics.REJECTED, out, out, "keep-timelines")
        .addSink(
            TRANSITIONS_OUT,
            Topics.TRANSITIONS,
            out,
            out,
            RoomPartitioner.ofRooms(),
            "keep-timelines")
        .addSink(
            SESSIONS_OUT, Topics.SESSIONS, out, out, RoomPartitioner.ofSessions(), "keep-timelines")
        .addSink(
            TALLIES_OUT, Topics.TALLIES, out, out, FigurePartitioner.ofBundles(), "keep-timelines")
        .addSource("read-tallies", bytes, bytes, Topics.TALLIES)
        .addProcessor(
            "add-up",
            () -> new SumTallies(sums, definitions::funnel, tells, metrics, guards),
            "read-tallies")
        .addStateStore(Stores.<Bytes>ofFigures(kind, Stores.SUMS, Bytes::get), "add-up")
        .addSink(SUMS_REJECTED_OUT, Topics.REJECTED, out, out, "add-up")
        .addSink(SUMS_OUT, Topics.STAGE_COUNTS, out, out, FigurePartitioner.ofSums(), "add-up")
        .addSink(CORRECTIONS_OUT, Topics.CORRECTIONS, out, out, "add-up")
        .addGlobalStore(
            Stores.global(kind, Stores.ALERT_SETTINGS),
            "read-alert-settings",
            bytes,
            bytes,
            Topics.ALERT_SETTINGS,
            "keep-alert-settings",
            alertSettings::keeper)
        .addSink(
            MINUTES_OUT, Topics.MINUTES, out, out, FigurePartitioner.ofBundles(), "keep-timelines")
        .addSource("read-minutes", bytes, bytes, Topics.MINUTES)
        .addProcessor(
            "detect",
            () ->
                new DetectorProcessor(
                    sums,
                    alertSettings,
                    definitions::funnel,
                    mostLag,
                    metrics,
                    detectorMetrics,
                    guards),
            "read-minutes")
        .addStateStore(Stores.<Bytes>ofFigures(kind, Stores.WATCHES, Bytes::get), "detect")
        .addSink(MINUTES_REJECTED_OUT, Topics.REJECTED, out, out, "detect")
        .addSink(ALERTS_OUT, Topics.ALERTS, out, out, "detect");
  }
}
