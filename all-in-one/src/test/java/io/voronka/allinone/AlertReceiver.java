package io.voronka.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.voronka.wire.Json;
import io.voronka.wire.alert.WebhookSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of alerts that verifies signatures; it outlives the product that tells it. */
final class AlertReceiver implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<Told> told = new ArrayList<>();
  private String secret = "";
  private int failuresLeft;

  /** What arrived and was verified. */
  record Told(String webhookId, JsonNode body) {
    String alert() {
      return body.at("/data/id").asText();
    }

    String type() {
      return body.path("type").asText();
    }
  }

  AlertReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(workers);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  synchronized void knows(String itsSecret) {
    secret = itsSecret;
  }

  synchronized void failsTimes(int times) {
    failuresLeft = times;
  }

  synchronized List<Told> told() {
    return List.copyOf(told);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(take(exchange, body), -1);
    exchange.close();
  }

  private synchronized int take(HttpExchange exchange, byte[] body) {
    if (failuresLeft > 0) {
      failuresLeft--;
      return 500;
    }
    var headers = exchange.getRequestHeaders();
    var id = Objects.requireNonNull(headers.getFirst("webhook-id"));
    long seconds = Long.parseLong(headers.getFirst("webhook-timestamp"));
    var expected =
        WebhookSignature.headers(id, seconds, body, List.of(secret)).get("webhook-signature");
    if (!Objects.equals(expected, headers.getFirst("webhook-signature"))) {
      return 401;
    }
    told.add(new Told(id, Json.read(body)));
    return 204;
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
