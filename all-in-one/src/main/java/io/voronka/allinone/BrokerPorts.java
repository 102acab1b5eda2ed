package io.voronka.allinone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The two ports of the embedded broker: those of the last start where they are still free.
 *
 * @param client for producers, consumers and administration
 * @param controller for the broker's own talk with itself
 */
record BrokerPorts(int client, int controller) {

  private static final byte[] LOOPBACK = {127, 0, 0, 1}; // EmbeddedBroker.HOST

  private static final String CLIENT = "client";
  private static final String CONTROLLER = "controller";

  /** Chooses free ports and writes them to the file, so that the next start prefers them. */
  static BrokerPorts choose(Path file) throws IOException {
    var last = new Properties();
    if (Files.exists(file)) {
      try (var in = Files.newBufferedReader(file)) {
        last.load(in);
      }
    }
    // Both sockets stay open until both ports are known, or the second could be the first again.
    try (var client = listen(last.getProperty(CLIENT));
        var controller = listen(last.getProperty(CONTROLLER))) {
      var ports = new BrokerPorts(client.getLocalPort(), controller.getLocalPort());
      ports.write(file);
      return ports;
    }
  }

  private static ServerSocket listen(@Nullable String preferred) {
    try {
      if (preferred != null) {
        return bound(Integer.parseInt(preferred));
      }
    } catch (IOException | IllegalArgumentException taken) {
      // any other will do
    }
    try {
      return bound(0);
    } catch (IOException none) {
      throw new UncheckedIOException("no free port", none);
    }
  }

  private static ServerSocket bound(int port) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.setReuseAddress(true); // a port whose last connections are still being buried is free
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
      return socket;
    } catch (IOException | IllegalArgumentException taken) {
      socket.close();
      throw taken;
    }
  }

  private void write(Path file) throws IOException {
    var ports = new Properties();
    ports.setProperty(CLIENT, Integer.toString(client));
    ports.setProperty(CONTROLLER, Integer.toString(controller));
    try (var out = Files.newBufferedWriter(file)) {
      ports.store(out, "The ports of the embedded broker's last start");
    }
  }
}
