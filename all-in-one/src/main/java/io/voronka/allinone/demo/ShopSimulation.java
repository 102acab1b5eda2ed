package io.voronka.allinone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.allinone.load.EventLoader;
import io.voronka.allinone.load.LoadFailed;
import io.voronka.allinone.load.LoadProgress;
import io.voronka.allinone.load.LoadTally;
import io.voronka.allinone.load.OutgoingCall;
import io.voronka.allinone.load.Pace;
import io.voronka.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Sends the traffic of the simulated shop: what lies in the past at once, the rest when due. */
final class ShopSimulation {

  static final String FUNNEL = "shop-checkout";

  private static final Duration LONGEST_NAP = Duration.ofMillis(500);

  private final ShopTraffic traffic;
  private final EventLoader loader;
  private final BrokenCheckout checkout;
  private final InstantSource clock;

  ShopSimulation(
      ShopTraffic traffic, EventLoader loader, BrokenCheckout checkout, InstantSource clock) {
    this.traffic = traffic;
    this.loader = loader;
    this.checkout = checkout;
    this.clock = clock;
  }

  /** The definition of the shop's funnel. */
  static JsonNode funnel() {
    try (var in = ShopSimulation.class.getResourceAsStream("/samples/shop-checkout.json")) {
      if (in == null) {
        throw new IllegalStateException("the shop's funnel is missing from the program");
      }
      return Json.read(in.readAllBytes());
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  /** Sends what was due before a moment; positions are seconds since the opening. */
  void catchUp(Instant opened, Instant until, LoadTally tally, LoadProgress progress)
      throws LoadFailed, InterruptedException {
    var past =
        new Iterator<OutgoingCall>() {
          @Override
          public boolean hasNext() {
            return traffic.nextAt().isBefore(until);
          }

          @Override
          public OutgoingCall next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            var next = traffic.next();
            return new OutgoingCall(next.call(), Duration.between(opened, next.at()).toSeconds());
          }
        };
    loader.load(past, Pace.MAX, tally, progress);
  }

  /** Sends events when they are due, until the thread is interrupted. */
  void goOn() throws LoadFailed, InterruptedException {
    while (true) {
      var now = clock.instant();
      var broken = checkout.browser();
      var due = new ArrayList<OutgoingCall>();
      while (!traffic.nextAt().isAfter(now)) {
        var call = traffic.next().call();
        if (!BrokenCheckout.prevents(call, broken)) {
          due.add(new OutgoingCall(call, due.size()));
        }
      }
      loader.load(due.iterator(), Pace.MAX, new LoadTally(), LoadProgress.silent());
      var nap = Duration.between(now, traffic.nextAt());
      Thread.sleep(Math.min(nap.toMillis() + 1, LONGEST_NAP.toMillis()));
    }
  }
}
