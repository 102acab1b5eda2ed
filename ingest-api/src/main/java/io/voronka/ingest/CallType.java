package io.voronka.ingest;

import io.voronka.wire.ReceivedEvent.Kind;
import org.jspecify.annotations.Nullable;

/** The sorts of calls that are taken. */
enum CallType {
  TRACK("track", Kind.TRACK, ""),
  PAGE("page", Kind.PAGE, "Page Viewed"),
  SCREEN("screen", Kind.SCREEN, "Screen Viewed"),
  IDENTIFY("identify", Kind.IDENTIFY, "Identify"),
  ALIAS("alias", Kind.ALIAS, "Alias");

  private final String text;
  private final Kind kind;
  private final String eventName;

  CallType(String text, Kind kind, String eventName) {
    this.text = text;
    this.kind = kind;
    this.eventName = eventName;
  }

  /** As it stands in {@code type} and in the path. */
  String text() {
    return text;
  }

  Kind kind() {
    return kind;
  }

  /** The name of its events; of a track call its own. */
  String eventName() {
    return eventName;
  }

  static @Nullable CallType of(String text) {
    for (var type : values()) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    return null;
  }
}
