package io.voronka.wire;

import java.nio.charset.StandardCharsets;

/**
 * The key of a record of {@link Topics#ALERT_SETTINGS}; its value is JSON, null once it is deleted.
 *
 * @param id unique among those of its kind in the project
 */
public record AlertSetting(Kind kind, String project, String id) {

  /** What is set. */
  public enum Kind {
    /** {@link AlertRuleJson#writeWhole}; the id is the rule's. */
    RULE,
    /** {@link PlannedPause}. */
    PAUSE,
    /** What somebody said of an alert, whose id it has. */
    ACKNOWLEDGEMENT,
    /** Something that happened, to be drawn on charts. */
    ANNOTATION
  }

  public byte[] encode() {
    return String.join("\0", Words.of(kind), project, id).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a key.
   *
   * @throws MalformedRecord if it is none
   */
  public static AlertSetting decode(byte[] key) {
    var parts = new String(key, StandardCharsets.UTF_8).split("\0", 3);
    var kind = Words.find(Kind.class, parts[0]);
    if (parts.length != 3 || kind.isEmpty()) {
      throw new MalformedRecord("not the key of a setting of alerts");
    }
    return new AlertSetting(kind.get(), parts[1], parts[2]);
  }
}
