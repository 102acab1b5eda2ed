package io.voronka.allinone.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.zip.GZIPInputStream;

/** An ingest API that answers as it is told and otherwise takes everything. */
final class FakeIngest implements AutoCloseable {

  private final HttpServer server;
  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<JsonNode> batches = new ArrayList<>();
  private final List<String> authorizations = new ArrayList<>();

  private record Answer(int status, String body) {}

  FakeIngest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/batch", this::take);
    server.start();
  }

  URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** Gives this answer to the next request that has none yet. */
  FakeIngest thenAnswers(int status, String body) {
    answers.add(new Answer(status, body));
    return this;
  }

  private synchronized void take(HttpExchange exchange) throws IOException {
    try (exchange;
        var body = new GZIPInputStream(exchange.getRequestBody())) {
      var batch = Json.read(body.readAllBytes()).path("batch");
      batches.add(batch);
      authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
      var answer = answers.poll();
      if (answer == null) {
        answer = new Answer(200, "{\"success\": true, \"accepted\": " + batch.size() + "}");
      }
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** What was sent, request by request, refused ones too. */
  synchronized List<JsonNode> batches() {
    return List.copyOf(batches);
  }

  synchronized List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
