package io.voronka.wire;

import io.voronka.model.detection.Alert;
import io.voronka.model.detection.CoursePoint;
import io.voronka.wire.alert.AlertNotice.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A value of {@link Topics#ALERTS}, as JSON: an alert as it stands. Its minutes are counted from
 * {@link #ORIGIN}.
 *
 * @param subject what it is about
 * @param course advances, or of traffic people, as they were and as they were expected; oldest
 *     first
 */
public record AlertRecord(Subject subject, Alert alert, List<CoursePoint> course) {

  /** Minute 0: a Monday 00:00. */
  public static final Instant ORIGIN = Instant.parse("1970-01-05T00:00:00Z");

  private static final String KEY = "alert";

  public AlertRecord {
    course = List.copyOf(course);
  }

  /** The moment at which a minute begins. */
  public static Instant time(long minute) {
    return ORIGIN.plus(minute, ChronoUnit.MINUTES);
  }

  /** The minute in which a moment lies; negative before the origin. */
  public static long minute(long epochMillis) {
    return Math.floorDiv(epochMillis - ORIGIN.toEpochMilli(), 60_000);
  }

  /** The record's key: the same for the same alert. */
  public byte[] key() {
    return key(subject.project(), alert.id());
  }

  /** The key of an alert. */
  public static byte[] key(String project, String alert) {
    return (KEY + '\0' + project + '\0' + alert).getBytes(StandardCharsets.UTF_8);
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
  public static AlertRecord decode(byte[] value) {
    return Json.read(value, AlertRecord.class);
  }

  public byte[] encode() {
    return Json.bytes(this);
  }
}
