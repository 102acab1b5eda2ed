package io.voronka.ingest.call;

/** How much one request may bring; the same as Segment's own. */
public final class Limits {

  /** Bytes of a request, as sent and inflated alike. */
  public static final int REQUEST_BYTES = 500 * 1024;

  /** Bytes of one call. */
  public static final int CALL_BYTES = 32 * 1024;

  /** Calls of one batch. */
  public static final int BATCH_CALLS = 2500;

  /** Characters of an id, a message id and an event name. */
  public static final int TEXT_CHARACTERS = 200;

  public static final String REQUEST_TOO_LARGE =
      "A request may have at most 500 KB (" + REQUEST_BYTES + " bytes), compressed or not.";

  public static final String CALL_TOO_LARGE =
      "is longer than the 32 KB (" + CALL_BYTES + " bytes) that a call may have";

  public static final String TOO_MANY_CALLS =
      "has more than the " + BATCH_CALLS + " calls it may have";

  private Limits() {}
}
