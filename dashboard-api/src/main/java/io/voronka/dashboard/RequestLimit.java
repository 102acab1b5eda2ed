package io.voronka.dashboard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * How many requests one caller may make: so many a second on average, twice as many at once.
 * Callers are told apart by what a function says of a request, at most {@value #MOST_CALLERS} of
 * them.
 */
final class RequestLimit {

  static final int MOST_CALLERS = 10_000;

  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  private final long requests;
  private final Duration period;
  private final Function<Context, String> caller;
  private final TimeMeter time;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MOST_CALLERS).expireAfterAccess(FORGOTTEN_AFTER).build();

  /**
   * Allows so many requests a period.
   *
   * @param caller whom a request is counted for
   */
  RequestLimit(
      long requests, Duration period, Function<Context, String> caller, InstantSource clock) {
    this.requests = requests;
    this.period = period;
    this.caller = caller;
    this.time = new Meter(clock);
  }

  /** Checks every request to the paths. */
  void register(RoutesConfig routes, String paths) {
    routes.before(paths, this::check);
  }

  /**
   * Counts a request.
   *
   * @throws ServiceException ({@link ProblemType#TOO_MANY}) if it is one too many; the answer says
   *     when to come again
   */
  void check(Context ctx) {
    var probe = buckets.get(caller.apply(ctx), this::bucket).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill());
      ctx.header("Retry-After", Long.toString(seconds));
      throw new ServiceException(
          ProblemType.TOO_MANY,
          "There may be " + requests + " requests in " + period.toSeconds() + " s.");
    }
  }

  private Bucket bucket(String unused) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(2 * requests).refillGreedy(requests, period))
        .withCustomTimePrecision(time)
        .build();
  }

  private record Meter(InstantSource clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
