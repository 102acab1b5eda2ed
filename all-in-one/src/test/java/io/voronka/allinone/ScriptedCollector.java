package io.voronka.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.voronka.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A site with the tracker on its pages, which takes what the tracker sends itself. */
final class ScriptedCollector implements AutoCloseable {

  private final HttpServer server;
  private final List<Batch> batches = new CopyOnWriteArrayList<>();
  private volatile String ownPage = "";
  private volatile Function<Batch, Answer> answering = batch -> Answer.GOOD;

  /** What was sent at once. */
  record Batch(long atNanos, int bytes, JsonNode body, Answer answer) {

    int calls() {
      return body.path("batch").size();
    }

    Batch answered(Answer answer) {
      return new Batch(atNanos, bytes, body, answer);
    }
  }

  /** What it is answered. */
  record Answer(int status, String retryAfter) {
    static final Answer GOOD = new Answer(200, "");
  }

  ScriptedCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/", this::page);
    server.createContext(
        "/t.js", exchange -> send(exchange, 200, "text/javascript", utf8(script("/t.js"))));
    var snippet = script("/analytics.js").replace("/* t.js */", script("/t.js"));
    server.createContext(
        "/analytics.js/", exchange -> send(exchange, 200, "text/javascript", utf8(snippet)));
    server.createContext("/v1/b", this::take);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Sets the page at {@code /own}. */
  void shows(String page) {
    ownPage = page;
  }

  void answers(Function<Batch, Answer> answering) {
    this.answering = answering;
  }

  List<Batch> batches() {
    return batches;
  }

  /** Names of the calls that were answered 200, in the order in which they came. */
  List<String> taken() {
    var names = new ArrayList<String>();
    for (var batch : batches) {
      if (batch.answer().status() == 200) {
        batch.body().path("batch").forEach(call -> names.add(name(call)));
      }
    }
    return names;
  }

  /** Returns all calls that came, in their order. */
  List<JsonNode> calls() {
    var calls = new ArrayList<JsonNode>();
    batches.forEach(batch -> batch.body().path("batch").forEach(calls::add));
    return calls;
  }

  private static String name(JsonNode call) {
    return call.path("event").asText(call.path("type").asText());
  }

  /** Below {@code /dnt} and {@code /gpc} the browser asks not to be tracked. */
  private void page(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var asks =
        path.startsWith("/dnt")
            ? "Object.defineProperty(navigator, 'doNotTrack', {get: () => '1'});"
            : path.startsWith("/gpc")
                ? "Object.defineProperty(navigator, 'globalPrivacyControl', {get: () => true});"
                : "";
    var page =
        """
        <!doctype html><title>Site</title><link rel="icon" href="data:,"><script>%s</script>
        <script src="/t.js" data-key="key" data-auto="off"></script>
        """
            .formatted(asks);
    send(exchange, 200, "text/html", utf8(path.startsWith("/own") ? ownPage : page));
  }

  private static String script(String name) {
    try (var in = Objects.requireNonNull(ScriptedCollector.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void take(HttpExchange exchange) throws IOException {
    var bytes = exchange.getRequestBody().readAllBytes();
    var batch = new Batch(System.nanoTime(), bytes.length, Json.read(bytes), Answer.GOOD);
    var answer = answering.apply(batch);
    batches.add(batch.answered(answer));
    if (!answer.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
    }
    send(exchange, answer.status(), "application/json", new byte[] {'{', '}'});
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
