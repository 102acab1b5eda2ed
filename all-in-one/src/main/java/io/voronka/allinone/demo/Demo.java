package io.voronka.allinone.demo;

import io.voronka.allinone.load.EventLoader;
import io.voronka.allinone.load.LoadFailed;
import io.voronka.allinone.load.LoadTally;
import io.voronka.allinone.load.Pace;
import io.voronka.allinone.load.ProgressDisplay;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Fills a running product with the bundled sets and the simulated shop. What a data folder has been
 * given is not sent to it again.
 */
public final class Demo {

  private static final String SHOP = "shop";
  private static final String SHOP_TITLE = "Web shop (simulated)";
  private final Target target;
  private final Options options;
  private final DemoState state;
  private final ProgressDisplay display;
  private final BrokenCheckout checkout;
  private final InstantSource clock;
  private @Nullable ShopTraffic goingOn;

  /** Where the product listens and what it lets in. */
  public record Target(URI dashboard, String apiToken, URI ingest, String writeKey) {}

  /**
   * What a person can choose.
   *
   * @param unmoved leave the sets at their own times
   * @param seed of the shop's random numbers
   * @param visitorsPerSecond of the shop, on average over a day; 0 leaves it closed
   * @param history of the shop that is sent when it opens
   */
  public record Options(boolean unmoved, long seed, double visitorsPerSecond, Duration history) {}

  /**
   * Prepares.
   *
   * @param data where it is kept what has been loaded
   */
  public Demo(
      Target target, Options options, Path data, ProgressDisplay display, InstantSource clock) {
    this.target = target;
    this.options = options;
    this.display = display;
    this.clock = clock;
    this.checkout = new BrokenCheckout(data);
    state = new DemoState(data);
  }

  /** Defines the funnels, so that figures can be watched while they grow. */
  public void defineFunnels() throws InterruptedException {
    var funnels = new FunnelClient(target.dashboard(), target.apiToken());
    for (var set : SampleSet.ALL) {
      for (var funnel : set.funnels()) {
        funnels.define(funnel.id(), funnel.definition());
      }
    }
    funnels.define(ShopSimulation.FUNNEL, ShopSimulation.funnel());
  }

  /** Loads the sets that the folder doesn't have yet. */
  public void loadSets() throws LoadFailed, InterruptedException {
    for (var set : SampleSet.ALL) {
      var moved =
          state.moved(set, () -> options.unmoved() ? Duration.ZERO : set.movedTo(clock.instant()));
      if (!state.isComplete(set.name())) {
        var tally = new LoadTally();
        try (var calls = set.calls(moved);
            var progress = display.show(set.title(), "", 1, set.events())) {
          loader(EventLoader.DEFAULT_PARALLEL).load(calls.iterator(), Pace.MAX, tally, progress);
        }
        requireAllTaken(set.title(), tally);
        state.complete(set.name());
      }
    }
  }

  /** Sends the shop's last time, unless it is there. */
  public void openShop() throws LoadFailed, InterruptedException {
    if (options.visitorsPerSecond() == 0 || state.isComplete(SHOP)) {
      return;
    }
    var now = clock.instant();
    var opened = state.opened(() -> now.minus(options.history()));
    var traffic = traffic(opened);
    var tally = new LoadTally();
    long seconds = Duration.between(opened, now).toSeconds();
    try (var progress = display.show(SHOP_TITLE, "h", 3600, seconds)) {
      new ShopSimulation(traffic, loader(EventLoader.DEFAULT_PARALLEL), checkout, clock)
          .catchUp(opened, now, tally, progress);
    }
    requireAllTaken(SHOP_TITLE, tally);
    state.complete(SHOP);
    goingOn = traffic;
  }

  private ShopTraffic traffic(Instant opened) {
    var random = new Random(options.seed() + opened.getEpochSecond());
    return new ShopTraffic(random, options.visitorsPerSecond(), opened);
  }

  /**
   * Runs the shop until the thread is interrupted, from where {@link #openShop} left it.
   *
   * @param onCaughtUp told before
   */
  public void runShop(Runnable onCaughtUp) throws LoadFailed, InterruptedException {
    onCaughtUp.run();
    if (options.visitorsPerSecond() > 0) {
      var traffic = goingOn == null ? traffic(clock.instant()) : goingOn;
      new ShopSimulation(traffic, loader(1), checkout, clock).goOn();
    }
  }

  private EventLoader loader(int parallel) {
    return new EventLoader(target.ingest(), target.writeKey(), parallel, clock);
  }

  private static void requireAllTaken(String title, LoadTally tally) {
    if (tally.rejected() > 0) {
      throw new ServiceException(
          ProblemType.UNEXPECTED,
          title + ": " + tally.rejected() + " events were rejected: " + tally.rejectedByReason());
    }
  }
}
