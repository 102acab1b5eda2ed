package io.voronka.allinone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The page's files with answers that a test chooses: for states that the product itself is seldom
 * in, such as an alert that fires or a part that fails. An address without an answer is not found.
 */
final class CannedDashboard implements AutoCloseable {

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  /** An answer; {@code status} 200 is JSON, everything else a problem. */
  private record Answer(int status, String json) {}

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  CannedDashboard() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    var session = "{\"project\": \"shop\", \"role\": \"admin\", \"csrf\": \"secret\"}";
    answering("GET /session", session).answering("POST /session", session);
    server.setExecutor(threads);
    server.createContext("/", CannedDashboard::file);
    server.createContext("/api/v1/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Sets the answer to a request such as {@code GET /keys}, whatever its parameters. */
  CannedDashboard answering(String request, String json) {
    return answering(request, 200, json);
  }

  CannedDashboard answering(String request, int status, String json) {
    answers.put(request, new Answer(status, json));
    return this;
  }

  /** Requests that change something, with their bodies, in the order in which they came. */
  List<String> changes() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath().replaceFirst("^/api/v1", "");
    var request = exchange.getRequestMethod() + " " + path;
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!request.startsWith("GET") && !path.equals("/session")) {
      requests.add((request + " " + body).strip());
    }
    var answer = answers.getOrDefault(request, new Answer(404, "{\"detail\": \"Not here.\"}"));
    var type = answer.status < 400 ? "application/json" : "application/problem+json";
    send(exchange, answer.status, type, answer.json.getBytes(StandardCharsets.UTF_8));
  }

  private static void file(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var name = path.equals("/") ? "/index.html" : path;
    try (var in = CannedDashboard.class.getResourceAsStream("/web" + name)) {
      if (in == null) {
        send(exchange, 404, "text/plain", new byte[0]);
        return;
      }
      var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      send(exchange, 200, type == null ? "application/octet-stream" : type, in.readAllBytes());
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
