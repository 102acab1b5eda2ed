package io.voronka.wire;

import io.voronka.model.count.BucketCorrection;
import io.voronka.model.definition.Funnel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The value of {@link Topics#CORRECTIONS}, as JSON: a figure of a period that is over changed.
 *
 * @param granularity how long the period is: {@code hour}, {@code day}, {@code week} or {@code
 *     month}
 * @param bucket its first moment, ISO 8601
 * @param stage counted from 1
 * @param name of the stage
 * @param before how many people of the period had reached the stage
 * @param after how many have
 * @param why {@code late}, {@code merge}, {@code definition} or {@code erasure}; where several came
 *     together, the last named here
 * @param known when the change became known, ISO 8601
 */
public record Correction(
    String project,
    String funnel,
    int version,
    String granularity,
    String bucket,
    int stage,
    String name,
    long before,
    long after,
    String why,
    String known) {

  /** Why a figure changes; the order is part of the forms, so new ones are only ever appended. */
  public enum Why {
    /** Events that came in; those of the past came late. */
    LATE,
    /** Ids turned out to be one person, or not to be. */
    MERGE,
    /** The funnel was edited. */
    DEFINITION,
    /** A person was erased. */
    ERASURE;

    /** As a bit among others. */
    public int bit() {
      return 1 << WireEnums.numberOf(this);
    }

    /** The last of those that are among the bits; late if none is. */
    public static Why lastOf(int bits) {
      var last = LATE;
      for (var why : values()) {
        last = (bits & why.bit()) != 0 ? why : last;
      }
      return last;
    }
  }

  /** Makes a record. */
  public static Correction of(Funnel funnel, BucketCorrection change, Why why, long nowMillis) {
    return new Correction(
        funnel.key().project(),
        funnel.key().funnel(),
        funnel.key().version(),
        change.bucket().granularity().text(),
        Instant.ofEpochMilli(change.bucket().startMillis()).toString(),
        change.stage() + 1,
        funnel.definition().stages().get(change.stage()).name(),
        change.before(),
        change.after(),
        why.name().toLowerCase(java.util.Locale.ROOT),
        Instant.ofEpochMilli(nowMillis).toString());
  }

  /** The record's key. */
  public byte[] key() {
    return (project + '\0' + funnel).getBytes(StandardCharsets.UTF_8);
  }
}
