package io.voronka.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that have to know theirs before they listen, and keep it when they are killed
 * and started again.
 */
public final class FreePorts {

  // Systems take the ports of outgoing connections from above: no such one can be given away
  // between the choice and the start, or between two starts.
  private static final int FIRST = 10_000;
  private static final int END = 32_768;
  private static final int TRIALS = 1_000;

  private FreePorts() {}

  /**
   * Returns a port of this machine's loopback address on which nobody listens, 10000 to 32767.
   *
   * @throws IllegalStateException if none was found
   */
  public static int any() {
    for (int trial = 0; trial < TRIALS; trial++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // another, then
      }
    }
    throw new IllegalStateException("no free port in " + TRIALS + " trials");
  }
}
