package io.voronka.ingest.call;

/** How much one request may bring; of clients with a write key the same as Segment's own. */
public final class Limits {

  /** Bytes of a request, as sent and inflated alike. */
  public static final int REQUEST_BYTES = 500 * 1024;

  /**
   * Bytes of a webhook, likewise. SendGrid sends up to 768 KB at once, Mandrill a thousand events.
   */
  public static final int HOOK_BYTES = 4 * 1024 * 1024;

  /** Bytes of one call. */
  public static final int CALL_BYTES = 32 * 1024;

  /** Calls of one batch. */
  public static final int BATCH_CALLS = 2500;

  /** Messages of one webhook. */
  public static final int HOOK_CALLS = 20_000;

  /** Characters of an id, a message id and an event name. */
  public static final int TEXT_CHARACTERS = 200;

  public static final String CALL_TOO_LARGE =
      "is longer than the 32 KB (" + CALL_BYTES + " bytes) that a call may have";

  private Limits() {}

  /** Says that a request has more bytes than it may have. */
  public static String requestTooLarge(int mostBytes) {
    return "A request may have at most "
        + mostBytes / 1024
        + " KB ("
        + mostBytes
        + " bytes), compressed or not.";
  }

  /** Says that a batch has more calls than it may have. */
  public static String tooManyCalls(int most) {
    return "has more than the " + most + " calls it may have";
  }
}
