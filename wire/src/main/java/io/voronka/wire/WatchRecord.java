package io.voronka.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A value of {@link Topics#ALERTS}, as JSON: how a stage is watched at present. Written once an
 * hour of the detector's clock.
 *
 * @param stage counted from 1
 * @param minute up to which everything is known, from {@link AlertRecord#ORIGIN}
 * @param isLearning whether fewer than four weeks are known, so that only large drops are found
 * @param streams how many are watched: the stage, and each of its segments
 * @param smallestDropInAnHour the smallest drop that is found within an hour half of the time, as a
 *     share; null: not even a stop
 * @param smallestDropInADay the same within a day
 */
public record WatchRecord(
    String project,
    String funnel,
    int version,
    int stage,
    long minute,
    boolean isLearning,
    int streams,
    @Nullable Double smallestDropInAnHour,
    @Nullable Double smallestDropInADay) {

  private static final String KEY = "watch";

  /** The record's key: one for each stage of a funnel. */
  public byte[] key() {
    return String.join("\0", KEY, project, funnel, Integer.toString(stage))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a record of the topic is of this kind. */
  public static boolean hasKey(byte[] key) {
    return new String(key, StandardCharsets.UTF_8).startsWith(KEY + '\0');
  }

  /**
   * Reads a record.
   *
   * @throws MalformedRecord if it is none
   */
  public static WatchRecord decode(byte[] value) {
    return Json.read(value, WatchRecord.class);
  }

  public byte[] encode() {
    return Json.bytes(this);
  }
}
