package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that come in pieces, or not to their end. */
@Timeout(60)
class SlowSendersTest {

  private static final String CALL =
      "{\"batch\":[{\"type\":\"track\",\"event\":\"Seen\",\"userId\":\"u\",\"messageId\":\"m%d\"}]}";

  /** A connection whose request is written by hand. */
  private static final class Line implements AutoCloseable {

    private final Socket socket;

    Line(Door door) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
    }

    Line send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return this;
    }

    Line head(String path, String length) throws IOException {
      return send(
          "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nConnection: close\r\n%s\r\n\r\n"
              .formatted(path, Door.KEY, length));
    }

    /** Returns all of the answer; empty if the connection ends without one. */
    String answer() throws IOException {
      var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
      var answer = new StringBuilder();
      new BufferedReader(in).lines().forEach(line -> answer.append(line).append('\n'));
      return answer.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static String length(String body) {
    return "Content-Length: " + body.length();
  }

  @Test
  void senders_that_are_slow_keep_nobody_waiting() throws IOException {
    try (var door = new Door()) {
      var slow = new ArrayList<Line>();
      for (int i = 0; i < 200; i++) { // far more than there are threads
        var body = CALL.formatted(i);
        slow.add(new Line(door).head("/v1/batch", length(body)).send(body.substring(0, 20)));
      }
      try (var quick = new Line(door)) {
        var body = CALL.formatted(1000);
        assertThat(quick.head("/v1/batch", length(body)).send(body).answer())
            .startsWith("HTTP/1.1 200 ");
      }
      for (int i = 0; i < slow.size(); i++) {
        try (var line = slow.get(i).send(CALL.formatted(i).substring(20))) {
          assertThat(line.answer()).startsWith("HTTP/1.1 200 ");
        }
      }
      assertThat(door.sink.events()).hasSize(201);
    }
  }

  @Test
  void a_body_of_unknown_length_may_come_in_pieces() throws IOException {
    try (var door = new Door();
        var line = new Line(door)) {
      var body = CALL.formatted(1);
      var blanks = " ".repeat(30_000); // more than there is room for at first
      line.head("/v1/batch", "Transfer-Encoding: chunked");
      for (var piece : List.of(body.substring(0, 9), blanks, body.substring(9))) {
        line.send(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
      }
      assertThat(line.send("0\r\n\r\n").answer()).startsWith("HTTP/1.1 200 ");
      assertThat(door.sink.events()).hasSize(1);
    }
  }

  @Test
  void what_ends_early_is_not_taken() throws IOException {
    try (var door = new Door();
        var line = new Line(door)) {
      line.head("/v1/batch", "Content-Length: 5000").send(CALL.formatted(1));
      line.socket.shutdownOutput();
      assertThat(line.answer())
          .satisfiesAnyOf(
              answer -> assertThat(answer).startsWith("HTTP/1.1 400 "),
              answer -> assertThat(answer).isEmpty());
      assertThat(door.sink.events()).isEmpty();
    }
  }

  @Test
  void what_is_too_long_is_refused_however_it_comes() throws IOException {
    var tooLong = "x".repeat(5 << 20);
    try (var door = new Door()) {
      try (var line = new Line(door)) {
        assertThat(line.head("/v1/batch", length(tooLong)).send(tooLong).answer())
            .startsWith("HTTP/1.1 413 ");
      }
      try (var line = new Line(door)) {
        line.head("/v1/batch", "Transfer-Encoding: chunked");
        line.send(Integer.toHexString(tooLong.length()) + "\r\n" + tooLong + "\r\n0\r\n\r\n");
        assertThat(line.answer()).startsWith("HTTP/1.1 413 ");
      }
    }
  }

  @Test
  void requests_read_their_own_bodies_while_too_much_is_being_read() throws IOException {
    try (var door = new Door()) {
      var most = " ".repeat(3 << 20);
      var held = new ArrayList<Line>();
      for (int i = 0; i < 11; i++) { // together more than is held of bodies at once
        var length = "Content-Length: " + (most.length() + 1);
        held.add(new Line(door).head("/v1/batch", length).send(most));
      }
      try (var quick = new Line(door)) {
        var body = CALL.formatted(1000);
        assertThat(quick.head("/v1/batch", length(body)).send(body).answer())
            .startsWith("HTTP/1.1 200 ");
      }
      for (var line : held) {
        line.close();
      }
    }
  }
}
