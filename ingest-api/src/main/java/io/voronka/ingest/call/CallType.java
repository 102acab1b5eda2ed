package io.voronka.ingest.call;

import io.voronka.wire.ReceivedEvent.Kind;
import org.jspecify.annotations.Nullable;

/** The sorts of calls that are taken. */
public enum CallType {
  TRACK("track", Kind.TRACK, ""),
  PAGE("page", Kind.PAGE, "Page Viewed"),
  SCREEN("screen", Kind.SCREEN, "Screen Viewed"),
  IDENTIFY("identify", Kind.IDENTIFY, "Identify"),
  ALIAS("alias", Kind.ALIAS, "Alias"),
  /** Says to which group somebody belongs: to figures a trait of the person. */
  GROUP("group", Kind.IDENTIFY, "Group");

  private final String text;
  private final Kind kind;
  private final String eventName;

  CallType(String text, Kind kind, String eventName) {
    this.text = text;
    this.kind = kind;
    this.eventName = eventName;
  }

  /** As it stands in {@code type} and in the path. */
  public String text() {
    return text;
  }

  public Kind kind() {
    return kind;
  }

  /** The name of its events; of a track call its own. */
  public String eventName() {
    return eventName;
  }

  public static @Nullable CallType of(String text) {
    for (var type : values()) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    return null;
  }
}
