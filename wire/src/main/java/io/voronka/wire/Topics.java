package io.voronka.wire;

import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.KeyUse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.utils.Utils;

/** The topics, what they carry, and how they are made. */
public final class Topics {

  /**
   * What happened. Key: {@link EventCodec#senderKey}; value: {@link EventCodec}, or {@link
   * EventGroup} of several, whose senders are of one partition. Kept for the retention by the time
   * of receipt.
   */
  public static final String EVENTS = "voronka-events";

  /** What could not be taken. Key: project; value: JSON with the reason and the call as it came. */
  public static final String REJECTED = "voronka-events-rejected";

  /**
   * The definitions: one partition, compacted. Key: project, a zero byte, the funnel's id; value:
   * see {@link FunnelRecord}.
   */
  public static final String FUNNELS = "voronka-funnels";

  /**
   * What the rooms of one partition of events tell those of another, with as many partitions. Key:
   * as of {@link #EVENTS}; value: {@link Forwarded}. Emptied of what has been processed.
   */
  public static final String FORWARDED = "voronka-forwarded";

  /**
   * What each partition of events changed in its figures. Key: the partition of figures that it is
   * for, in four bytes; value: {@link FigureBundle}. The sums keep what it said, so it is kept for
   * a day only.
   */
  public static final String TALLIES = "voronka-tallies";

  /**
   * The sums over the partitions of events, compacted. Key: {@link FigureKey}; value: {@link
   * TallyCodec}, {@link Mark} or {@link FunnelsHeld}. Partitioned by the tally's key; a sum's marks
   * go to its own partition.
   */
  public static final String STAGE_COUNTS = "voronka-stage-counts";

  /**
   * What people did at funnels, for others to build on. Key: the person, as of {@link #EVENTS};
   * value: {@link StageTransition}.
   */
  public static final String TRANSITIONS = "voronka-stage-transitions";

  /** Sessions as they are known, compacted, for others to build on. See {@link SessionRecord}. */
  public static final String SESSIONS = "voronka-sessions";

  /**
   * What changed in periods that are over, for others to build on. Key: project, a zero byte, the
   * funnel's id; value: {@link Correction}.
   */
  public static final String CORRECTIONS = "voronka-corrections";

  /**
   * What became known of the stages of funnels, for the detector. Key: the partition that it is
   * for, in four bytes; value: {@link StageMinutes}. The detector keeps what it takes, so it is
   * kept for a week only.
   */
  public static final String MINUTES = "voronka-stage-minutes";

  /**
   * Alerts as they stand, and how each stage is watched; compacted. Key: see {@link AlertRecord}
   * and {@link WatchRecord}.
   */
  public static final String ALERTS = "voronka-alerts";

  /**
   * What people set about alerts: one partition, compacted. Key: see {@link AlertSetting}; value:
   * JSON.
   */
  public static final String ALERT_SETTINGS = "voronka-alert-settings";

  /**
   * What of alerts was delivered to whom, compacted; as many partitions as {@link #ALERTS}, those
   * of an alert in the same. Key: the delivery's id; value: JSON.
   */
  public static final String DELIVERIES = "voronka-alert-deliveries";

  /**
   * Write keys, API tokens and sources of webhooks: one partition, compacted. See {@link
   * AccessRecord}.
   */
  public static final String ACCESS = "voronka-access";

  /**
   * What was taken by which key: one partition, compacted within the retention. See {@link KeyUse}.
   */
  public static final String KEY_USE = "voronka-key-use";

  private Topics() {}

  /** Returns the partition to which Kafka's producers send records of a key. */
  public static int partitionOf(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  /**
   * Returns all topics as they are to be made.
   *
   * @param partitions of events and figures, at least 1
   * @param replication copies of each partition; −1 for the broker's default
   * @param minInSync how many copies have to have a record; −1 for the broker's default
   * @param retention how long events are kept
   */
  public static List<NewTopic> all(
      int partitions, short replication, short minInSync, Duration retention) {
    var topics = all(partitions, replication, retention);
    if (minInSync > 0) {
      topics.forEach(
          topic ->
              topic
                  .configs()
                  .put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Short.toString(minInSync)));
    }
    return topics;
  }

  private static List<NewTopic> all(int partitions, short replication, Duration retention) {
    var kept = Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
    var forAWeek =
        Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(Duration.ofDays(7).toMillis()));
    var forEver = Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1");
    var compacted =
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.SEGMENT_MS_CONFIG,
            Long.toString(Duration.ofHours(6).toMillis()),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            "0.2");
    var latest = new HashMap<>(compacted);
    latest.put(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete");
    latest.putAll(kept);
    return List.of(
        new NewTopic(EVENTS, partitions, replication).configs(byReceipt(kept)),
        new NewTopic(FORWARDED, partitions, replication).configs(byReceipt(forEver)),
        new NewTopic(REJECTED, 1, replication).configs(byReceipt(kept)),
        new NewTopic(FUNNELS, 1, replication).configs(byReceipt(compacted)),
        new NewTopic(ACCESS, 1, replication).configs(byReceipt(compacted)),
        new NewTopic(KEY_USE, 1, replication).configs(byReceipt(latest)),
        new NewTopic(TRANSITIONS, partitions, replication).configs(byReceipt(forAWeek)),
        new NewTopic(SESSIONS, partitions, replication).configs(byReceipt(latest)),
        new NewTopic(CORRECTIONS, partitions, replication).configs(byReceipt(kept)),
        new NewTopic(TALLIES, partitions, replication).configs(byReceipt(forAWeek)),
        new NewTopic(MINUTES, partitions, replication).configs(byReceipt(forAWeek)),
        new NewTopic(ALERTS, partitions, replication).configs(byReceipt(latest)),
        new NewTopic(ALERT_SETTINGS, 1, replication).configs(byReceipt(compacted)),
        new NewTopic(DELIVERIES, partitions, replication).configs(byReceipt(latest)),
        new NewTopic(STAGE_COUNTS, partitions, replication).configs(byReceipt(compacted)));
  }

  /**
   * The log keeps records by the time they came in, by the brokers' clock: what they carry of their
   * own times stands in the value, and a writer whose clock is hours ahead is not refused.
   */
  private static Map<String, String> byReceipt(Map<String, String> config) {
    var all = new HashMap<>(config);
    all.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    return all;
  }
}
