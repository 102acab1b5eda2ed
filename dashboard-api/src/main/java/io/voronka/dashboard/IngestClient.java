package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.dashboard.RejectedReader.Kept;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Json;
import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.Secrets;
import io.voronka.wire.access.WriteKey;
import io.voronka.wire.access.WriteKey.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks the ingest service what only it can do: to take again what was rejected, and to tell what a
 * webhook would become. It shows a write key that it made for itself, which ends by itself.
 * Thread-safe.
 */
final class IngestClient {

  private static final String RETRY = "/internal/rejected/retry";
  private static final String TRIAL = "/internal/hooks/try";
  private static final String KEY_ID = "retry";
  private static final Duration KEY_GOOD = Duration.ofHours(1);
  private static final Duration KEY_RENEWED = Duration.ofMinutes(10); // before its end
  private static final Duration CONNECT_WAIT = Duration.ofSeconds(3);
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(20);
  private static final Duration KNOWN_WAIT = Duration.ofSeconds(5);
  private static final int PAUSE_MILLIS = 100;

  private final String ingestUrl;
  private final Consumer<AccessRecord> log;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_WAIT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final Map<String, Key> keys = new HashMap<>();

  private record Key(String secret, long untilMillis) {}

  /**
   * Makes one.
   *
   * @param ingestUrl without a slash at its end
   * @param log writes the record of a key
   * @param random unpredictable
   */
  IngestClient(
      String ingestUrl, Consumer<AccessRecord> log, RandomGenerator random, InstantSource clock) {
    this.ingestUrl = ingestUrl;
    this.log = log;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Sends one again.
   *
   * @return what the ingest service answers: {@code accepted}, {@code rejected}, {@code position}
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if it can't be reached, or Kafka
   *     can't
   */
  JsonNode retry(String project, Kept kept) {
    var body = JsonNodeFactory.instance.objectNode().put("id", Long.toString(kept.id()));
    body.set("rejection", kept.json());
    return ask(project, RETRY, body);
  }

  /**
   * Asks what would be kept of a webhook.
   *
   * @param id of the source
   * @param source as the API describes it
   * @param sample a body as the source would send it
   * @param query what it would send in the address; null: nothing
   * @return {@code events} and {@code rejected}
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if it can't be reached
   */
  JsonNode trial(
      String project, String id, JsonNode source, String sample, @Nullable String query) {
    var body = JsonNodeFactory.instance.objectNode().put("id", id).put("sample", sample);
    body.set("source", source);
    if (query != null) {
      body.put("query", query);
    }
    return ask(project, TRIAL, body);
  }

  private JsonNode ask(String project, String path, JsonNode body) {
    var bytes = Json.bytes(body);
    try {
      var answer = send(key(project), path, bytes);
      long deadline = System.nanoTime() + KNOWN_WAIT.toNanos();
      while (answer.statusCode() == ProblemType.UNAUTHORIZED.status()
          && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // it hears of the key in a moment
        answer = send(key(project), path, bytes);
      }
      if (answer.statusCode() == ProblemType.UNAUTHORIZED.status()) {
        forget(project); // another dashboard may have made another one since
      }
      if (answer.statusCode() == ProblemType.NOT_FOUND.status()) {
        throw new ServiceException(
            ProblemType.UNAVAILABLE, "The ingest service is of a release that can't do this yet.");
      }
      if (answer.statusCode() != 200) {
        throw new ServiceException(
            ProblemType.UNAVAILABLE,
            "The ingest service answered " + answer.statusCode() + "; try again in a moment.");
      }
      return Json.read(answer.body());
    } catch (IOException away) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE,
          "The ingest service does not answer at " + ingestUrl + ".",
          away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ServiceException(ProblemType.UNAVAILABLE, "The service is stopping.", stopped);
    }
  }

  private HttpResponse<byte[]> send(String key, String path, byte[] body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(ingestUrl + path))
            .timeout(ANSWER_WAIT)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return http.send(request, BodyHandlers.ofByteArray());
  }

  private synchronized void forget(String project) {
    keys.remove(project);
  }

  private synchronized String key(String project) {
    var known = keys.get(project);
    long now = clock.millis();
    if (known != null && known.untilMillis() - KEY_RENEWED.toMillis() > now) {
      return known.secret();
    }
    var secret = Secrets.make(random);
    long until = now + KEY_GOOD.toMillis();
    var secrets = List.of(new Secret(Secrets.hash(secret), "", until));
    log.accept(
        AccessRecord.of(
            new WriteKey(project, KEY_ID, KEY_ID, secrets, List.of(), 0, false, true, now)));
    keys.put(project, new Key(secret, until));
    return secret;
  }
}
