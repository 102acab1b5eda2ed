package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerSocketsTest {

  @TempDir Path folder;

  @Test
  void a_port_is_nobody_elses_between_its_choice_and_the_brokers_start() throws IOException {
    try (var sockets = BrokerSockets.open(folder.resolve("ports"))) {
      var loopback = InetAddress.getLoopbackAddress();
      for (int port : new int[] {sockets.clientPort(), sockets.controllerPort()}) {
        assertThatThrownBy(() -> new ServerSocket(port, 1, loopback).close())
            .isInstanceOf(BindException.class);
        var handed = sockets.openServerSocket("any", new InetSocketAddress(loopback, port), 50, -1);
        assertThat(handed.socket().getLocalPort()).isEqualTo(port);
      }
    }
  }

  @Test
  void the_ports_of_the_last_start_are_taken_again() throws IOException {
    var file = folder.resolve("ports");
    int client;
    int controller;
    try (var first = BrokerSockets.open(file)) {
      client = first.clientPort();
      controller = first.controllerPort();
    }
    try (var second = BrokerSockets.open(file)) {
      assertThat(second.clientPort()).isEqualTo(client);
      assertThat(second.controllerPort()).isEqualTo(controller);
    }
  }
}
