package io.voronka.allinone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.server.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The two ports of the embedded broker, those of the last start where they are still free, and
 * their sockets: opened when the ports are chosen, and handed to the broker as they are. A port
 * that is let go in between can become that of somebody's connection.
 */
final class BrokerSockets implements ServerSocketFactory, AutoCloseable {

  private static final byte[] LOOPBACK = {127, 0, 0, 1}; // EmbeddedBroker.HOST

  private static final String CLIENT = "client";
  private static final String CONTROLLER = "controller";

  private final ServerSocketChannel client;
  private final ServerSocketChannel controller;
  private final int clientPort;
  private final int controllerPort;

  private BrokerSockets(ServerSocketChannel client, ServerSocketChannel controller) {
    this.client = client;
    this.controller = controller;
    this.clientPort = client.socket().getLocalPort();
    this.controllerPort = controller.socket().getLocalPort();
  }

  /** Listens on free ports and writes them to the file, so that the next start prefers them. */
  static BrokerSockets open(Path file) throws IOException {
    var last = new Properties();
    if (Files.exists(file)) {
      try (var in = Files.newBufferedReader(file)) {
        last.load(in);
      }
    }
    var sockets =
        new BrokerSockets(listen(last.getProperty(CLIENT)), listen(last.getProperty(CONTROLLER)));
    sockets.write(file);
    return sockets;
  }

  /** The port for producers, consumers and administration. */
  int clientPort() {
    return clientPort;
  }

  /** The port for the broker's own talk with itself. */
  int controllerPort() {
    return controllerPort;
  }

  /** Hands over the socket of the address, or opens one for an address that is none of the two. */
  @Override
  public ServerSocketChannel openServerSocket(
      String listener, InetSocketAddress address, int backlog, int receiveBytes)
      throws IOException {
    if (address.getPort() == clientPort) {
      return ready(client);
    }
    if (address.getPort() == controllerPort) {
      return ready(controller);
    }
    return INSTANCE.openServerSocket(listener, address, backlog, receiveBytes);
  }

  private static ServerSocketChannel ready(ServerSocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    return channel;
  }

  private static ServerSocketChannel listen(@Nullable String preferred) {
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

  private static ServerSocketChannel bound(int port) throws IOException {
    var channel = ServerSocketChannel.open();
    try {
      // a port whose last connections are still being buried is free
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return channel.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
    } catch (IOException | IllegalArgumentException taken) {
      channel.close();
      throw taken;
    }
  }

  private void write(Path file) throws IOException {
    var ports = new Properties();
    ports.setProperty(CLIENT, Integer.toString(clientPort));
    ports.setProperty(CONTROLLER, Integer.toString(controllerPort));
    try (var out = Files.newBufferedWriter(file)) {
      ports.store(out, "The ports of the embedded broker's last start");
    }
  }

  /** Closes those that no broker has closed; does nothing the second time. */
  @Override
  public void close() {
    Utils.closeQuietly(client, "the clients' socket");
    Utils.closeQuietly(controller, "the controller's socket");
  }
}
