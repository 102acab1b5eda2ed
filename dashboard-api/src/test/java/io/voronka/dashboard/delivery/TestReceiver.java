package io.voronka.dashboard.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.voronka.wire.alert.WebhookSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of webhooks that answers as it is told, and keeps what it took. */
final class TestReceiver implements AutoCloseable {

  /** As an answer: there is none. */
  static final int HANGS = 0;

  /** As an answer: success, with a body that does not end. */
  static final int NEVER_ENDS = 200;

  static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<Taken> taken = new ArrayList<>();

  /** A request that was answered with success. */
  record Taken(String path, String id, String body, boolean isSigned) {}

  TestReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(workers);
    server.createContext("/", this::answer);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** The next requests are answered so, all others with success. */
  synchronized void answers(Integer... statuses) {
    answers.addAll(List.of(statuses));
  }

  synchronized List<Taken> taken() {
    return List.copyOf(taken);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    int status;
    synchronized (this) {
      var next = answers.poll();
      status = next == null ? 204 : next;
    }
    if (status == HANGS) {
      awaitClose();
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().set("Retry-After", "7");
    exchange.getResponseHeaders().set("Location", url("/elsewhere"));
    if (status == 204) {
      take(exchange, body);
    }
    exchange.sendResponseHeaders(status, status == NEVER_ENDS ? 0 : -1);
    if (status == NEVER_ENDS) {
      awaitClose();
    }
    exchange.close();
  }

  private void awaitClose() {
    try {
      closing.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void take(HttpExchange exchange, byte[] body) {
    var id = exchange.getRequestHeaders().getFirst("webhook-id");
    var time = exchange.getRequestHeaders().getFirst("webhook-timestamp");
    boolean isSigned =
        id != null
            && WebhookSignature.headers(id, Long.parseLong(time), body, List.of(SECRET))
                .get("webhook-signature")
                .equals(exchange.getRequestHeaders().getFirst("webhook-signature"));
    taken.add(
        new Taken(
            exchange.getRequestURI().getPath(),
            id == null ? "" : id,
            new String(body, StandardCharsets.UTF_8),
            isSigned));
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    workers.shutdownNow();
  }
}
