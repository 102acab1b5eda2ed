package io.voronka.ingest;

import io.javalin.http.Context;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;

/** Decides whether a sender may send now, and from where. */
final class Admission {

  private Admission() {}

  /**
   * Returns if something may be sent.
   *
   * @throws ServiceException ({@link ProblemType#FORBIDDEN}) for a page of an origin that the key
   *     is not for; ({@link ProblemType#TOO_MANY}) beyond the limit, for browsers {@link
   *     ProblemType#UNAVAILABLE}: some of their libraries throw away what is answered 429
   */
  static void check(Context ctx, Sender sender, long nowMillis) {
    var origin = ctx.header("Origin");
    if (!sender.allows(origin)) {
      sender.use().refused(nowMillis);
      throw new ServiceException(
          ProblemType.FORBIDDEN, "The write key is not for pages of this origin.");
    }
    long seconds = sender.limit().secondsToWait();
    if (seconds > 0) {
      sender.use().refused(nowMillis);
      ctx.header("Retry-After", Long.toString(seconds));
      throw new ServiceException(
          Visitors.isBrowser(ctx) ? ProblemType.UNAVAILABLE : ProblemType.TOO_MANY,
          "The write key's limit of "
              + sender.key().eventsPerSecond()
              + " events a second is reached; nothing is lost if you send them again.");
    }
  }
}
