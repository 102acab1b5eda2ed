package io.voronka.ingest.call;

import java.util.Locale;

/** Why something could not be taken: a closed set, fit for a metric. */
public enum RefusalKind {
  /** The body is not JSON of the expected shape. */
  BODY,
  /** Longer than a call may be, or too many calls. */
  SIZE,
  /** A type that is unknown or not taken. */
  TYPE,
  /** The ids of the sender or of the message. */
  ID,
  /** The event's name. */
  NAME,
  /** A time that can't be read or is too old. */
  TIME,
  /** A field of the wrong form. */
  FIELD;

  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
