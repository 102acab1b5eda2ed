package io.voronka.ingest;

/** How much one request may bring; the same as Segment's own. */
final class Limits {

  /** Bytes of a request, as sent and inflated alike. */
  static final int REQUEST_BYTES = 500 * 1024;

  /** Bytes of one call. */
  static final int CALL_BYTES = 32 * 1024;

  /** Calls of one batch. */
  static final int BATCH_CALLS = 2500;

  /** Characters of an id, a message id and an event name. */
  static final int TEXT_CHARACTERS = 200;

  static final String REQUEST_TOO_LARGE =
      "A request may have at most 500 KB (" + REQUEST_BYTES + " bytes), compressed or not.";

  static final String CALL_TOO_LARGE =
      "is longer than the 32 KB (" + CALL_BYTES + " bytes) that a call may have";

  static final String TOO_MANY_CALLS = "has more than the " + BATCH_CALLS + " calls it may have";

  private Limits() {}
}
