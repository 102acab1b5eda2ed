package io.voronka.wire.access;

import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Topics;
import java.nio.charset.StandardCharsets;

/**
 * A record of {@link Topics#KEY_USE}: what one run of an ingest service took by one key or from one
 * webhook, in absolute figures, so that a record replaces those before it.
 *
 * @param project whose it is
 * @param id of the write key, or of the source of webhooks
 * @param run of the service
 * @param kind {@code key}, or the kind of the webhooks, such as {@code hubspot}
 * @param name for people
 * @param fromSettings whether it is known by the settings of that service alone
 * @param saidMillis when it was told
 * @param lastSeenMillis when a request came last; 0: never in this run
 * @param accepted events that were taken
 * @param rejected messages that could not be taken
 * @param refused requests that were refused whole: too many, or from another origin
 */
public record KeyUse(
    String project,
    String id,
    String run,
    String kind,
    String name,
    boolean fromSettings,
    long saidMillis,
    long lastSeenMillis,
    long accepted,
    long rejected,
    long refused) {

  /** The kind of what shows a write key. */
  public static final String OF_KEY = "key";

  public byte[] encodeKey() {
    var which = kind.equals(OF_KEY) ? kind : "source";
    return String.join("\0", project, which, id, run).getBytes(StandardCharsets.UTF_8);
  }

  public byte[] encodeValue() {
    return Json.bytes(this);
  }

  /**
   * Reads the value of a record.
   *
   * @throws MalformedRecord if it is none
   */
  public static KeyUse decode(byte[] value) {
    return Json.read(value, KeyUse.class);
  }
}
