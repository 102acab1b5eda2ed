package io.voronka.dashboard.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.detection.Alert.Scope;
import io.voronka.model.detection.Alert.State;
import io.voronka.model.detection.AlertRule;
import io.voronka.wire.alert.AlertNotice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailSenderTest {

  private static final AlertRule.Email ANN = new AlertRule.Email("ann@example.com");
  private static final AlertNotice NOTICE =
      TestAlerts.notice(TestAlerts.record("a1", State.FIRING, 130, 0.9, Scope.BROAD));

  private final Server server = new Server();
  private final MailSender sender = sender(server.port());

  private static MailSender sender(int port) {
    return new MailSender(
        MailSettings.of("smtp://127.0.0.1:" + port, "voronka@example.com").orElseThrow(),
        Duration.ofSeconds(2),
        InstantSource.fixed(Instant.parse("2026-03-02T12:00:00Z")));
  }

  @AfterEach
  void close() {
    sender.close();
    server.close();
  }

  /** A mail server that takes one message a connection. */
  private static final class Server implements AutoCloseable {

    private final ServerSocket socket;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private volatile boolean isFull;

    Server() {
      try {
        socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      var thread = new Thread(this::run, "mail-server");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return socket.getLocalPort();
    }

    private void run() {
      while (!socket.isClosed()) {
        try (var client = socket.accept()) {
          talk(client);
        } catch (IOException closed) {
          return;
        }
      }
    }

    private void talk(Socket client) throws IOException {
      var in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
      say(client, "220 here");
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("DATA")) {
          say(client, "354 go on");
          var message = new StringBuilder();
          for (var part = in.readLine(); !".".equals(part); part = in.readLine()) {
            message.append(part).append('\n');
          }
          messages.add(message.toString());
          say(client, "250 taken");
        } else if (line.startsWith("QUIT")) {
          say(client, "221 bye");
          return;
        } else {
          say(client, isFull && line.startsWith("RCPT") ? "452 full" : "250 fine");
        }
      }
    }

    private static void say(Socket client, String line) throws IOException {
      client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      client.getOutputStream().flush();
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  @Test
  void a_message_says_what_happened_and_where_to_look() throws InterruptedException {
    assertThat(sender.send(ANN, NOTICE, "d1")).isEqualTo(new Sending.Done());

    var message = server.messages.poll(10, TimeUnit.SECONDS);
    assertThat(message)
        .contains(
            "Subject: [Voronka] Checkout: Carted loses people",
            "To: ann@example.com",
            "From: voronka@example.com",
            "X-Voronka-Delivery: d1",
            "http://page/#/alerts/a");
  }

  @Test
  void a_server_that_does_not_take_it_or_is_away_is_tried_again() {
    server.isFull = true;
    assertThat(sender.send(ANN, NOTICE, "d1")).isInstanceOf(Sending.Failed.class);
    server.close();
    assertThat(sender.send(ANN, NOTICE, "d1")).isInstanceOf(Sending.Failed.class);
  }

  @Test
  void settings_are_read_from_an_address() {
    assertThat(MailSettings.of("smtps://ann:p%40ss@mail.example.com", "v@example.com"))
        .contains(new MailSettings("mail.example.com", 465, true, "ann", "p@ss", "v@example.com"));
    assertThat(List.of("mail.example.com", "http://mail.example.com", "smtp:", "smtp://a b"))
        .allMatch(url -> MailSettings.of(url, "v@example.com").isEmpty());
    assertThat(MailSettings.of("smtp://ann:s3cret@mail", "v@example.com").toString())
        .doesNotContain("s3cret");
  }
}
