package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.kit.Health;
import io.voronka.kit.Telemetry;
import io.voronka.kit.WebServer;
import io.voronka.wire.Seal;
import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.KeyUse;
import io.voronka.wire.source.SourceSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The routes of keys, sources and tokens on a free port over a book in memory; the clock stands at
 * {@link #now}. The settings know the tokens {@code shop-token} and {@code mall-token}.
 */
final class KeyDesk implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Map<String, String> TOKENS =
      Map.of("shop-token", "shop", "mall-token", "mall");

  /** What is written goes the way of the topic: only what its bytes say arrives. */
  final List<AccessRecord> written = new CopyOnWriteArrayList<>();

  final List<KeyUse> uses = new CopyOnWriteArrayList<>();
  volatile Instant now = Instant.parse("2026-03-02T12:00:00Z");

  private final AccessBook book = new AccessBook();
  private final WebServer server;

  KeyDesk() {
    this(List.of(), secrets(0));
  }

  /**
   * Makes one that knows what was written before.
   *
   * @param secrets closes the secrets of sources; null: there is no key
   */
  KeyDesk(List<AccessRecord> before, @Nullable SourceSecrets secrets) {
    before.forEach(this::write);
    var access = new Access(TOKENS, book);
    var random = new Random(7);
    server =
        new WebServer(
            "127.0.0.1",
            0,
            100_000,
            () -> Health.READY,
            new Telemetry(),
            routes -> {
              new KeyRoutes(access, book, this::write, this::usesOf, random, () -> now)
                  .register(routes);
              new SourceRoutes(
                      access, book, this::write, this::usesOf, this::usesOfId, secrets, () -> now)
                  .register(routes);
              new WebhookTrialRoutes(access, KeyDesk::trial).register(routes);
              new TokenRoutes(access, TOKENS, book, this::write, random, () -> now)
                  .register(routes);
            });
    server.start();
  }

  /** Tells what was asked, in place of what would be kept. */
  private static JsonNode trial(
      String project, String id, JsonNode source, String sample, @Nullable String query) {
    var json = JsonNodeFactory.instance.objectNode().put("project", project).put("id", id);
    json.set("source", source);
    return json.put("sample", sample).put("query", query);
  }

  /** Closes with a key that begins so. */
  static SourceSecrets secrets(int first) {
    var key = new byte[Seal.KEY_BYTES];
    key[0] = (byte) first;
    return new SourceSecrets(key, new SecureRandom());
  }

  private List<KeyUse> usesOfId(String id) {
    return uses.stream().filter(use -> use.id().equals(id)).toList();
  }

  private void write(AccessRecord record) {
    written.add(record);
    book.take(AccessRecord.decode(record.encodeKey(), record.encodeValue()));
  }

  private List<KeyUse> usesOf(String project) {
    return uses.stream().filter(use -> use.project().equals(project)).toList();
  }

  Desk.Reply get(String path, String token) {
    return send("GET", path, "", token);
  }

  Desk.Reply send(String method, String path, String body, String token) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      return new Desk.Reply(HTTP.send(request, BodyHandlers.ofByteArray()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
