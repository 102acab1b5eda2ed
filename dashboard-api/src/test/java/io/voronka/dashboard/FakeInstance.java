package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.kit.Health;
import io.voronka.kit.Telemetry;
import io.voronka.kit.WebServer;
import io.voronka.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A stream instance that answers what a test says, and remembers what it was asked. */
final class FakeInstance implements AutoCloseable {

  final List<JsonNode> asked = new CopyOnWriteArrayList<>();

  private final Map<String, Function<JsonNode, Object>> answers = new ConcurrentHashMap<>();
  private final WebServer server =
      new WebServer(
          "127.0.0.1",
          0,
          1_000_000,
          () -> Health.READY,
          new Telemetry(),
          routes ->
              routes.post(
                  "/internal/{kind}",
                  ctx -> {
                    var question = Json.read(ctx.bodyAsBytes());
                    asked.add(question);
                    WebServer.json(ctx, answers.get(ctx.path()).apply(question));
                  }));

  FakeInstance() {
    server.start();
  }

  /** Answers questions at the path; a failure of the function is the instance's failure. */
  FakeInstance answers(String path, Function<JsonNode, Object> answer) {
    answers.put(path, answer);
    return this;
  }

  /** Forgets what came before, for the next test; a new one is slow to close. */
  void reset() {
    asked.clear();
    answers.clear();
  }

  String address() {
    return "127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
