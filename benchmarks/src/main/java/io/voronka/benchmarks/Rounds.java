package io.voronka.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** Lets peers take turns, and compares the first of them with each of the others. */
final class Rounds {

  private Rounds() {}

  /** Runs all rounds and prints events a second, ratios of the same round and the machine. */
  static void run(StreamTrial trial, Map<String, StreamPeer> peers, int rounds) throws Exception {
    var speeds = new LinkedHashMap<String, Timings>();
    var ratios = new LinkedHashMap<String, Timings>();
    for (int round = 1; round <= rounds; round++) {
      System.out.print("round " + round);
      double ours = 0; // the first peer's
      for (var peer : peers.entrySet()) {
        double speed = trial.run(peer.getValue()).speed();
        System.out.printf(", %s %.1f", peer.getKey(), speed / 1000);
        timings(speeds, peer.getKey()).add(speed / 1000);
        if (ours == 0) {
          ours = speed;
        } else {
          timings(ratios, peer.getKey()).add(ours / speed);
        }
      }
      System.out.println(" thousand events/s; " + Machine.description());
    }
    speeds.forEach((name, speed) -> System.out.println(name + ", thousand events/s: " + speed));
    ratios.forEach((name, ratio) -> System.out.println("times as fast as " + name + ": " + ratio));
    System.out.println(Machine.description());
  }

  private static Timings timings(Map<String, Timings> of, String name) {
    return of.computeIfAbsent(name, absent -> new Timings());
  }
}
