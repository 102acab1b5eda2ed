package io.voronka.allinone.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sends batches to one ingest API and repeats what failed for a passing reason, until it succeeds
 * or the thread is interrupted. A repeat counts nothing twice, because every call has its id.
 * Thread-safe.
 */
final class IngestClient {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final URI batches;
  private final String authorization;
  private final Duration firstPause;

  /**
   * Describes where to send.
   *
   * @param firstPause before the first repeat; later ones wait longer and longer
   */
  IngestClient(URI ingest, String writeKey, Duration firstPause) {
    this.firstPause = firstPause;
    var base = ingest.toString();
    batches = URI.create((base.endsWith("/") ? base : base + "/") + "v1/batch");
    authorization =
        "Basic "
            + Base64.getEncoder().encodeToString((writeKey + ":").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends a batch until it is answered for good.
   *
   * @param onTrouble told, before each pause, why the batch has to be sent again
   * @throws LoadFailed if it will never be taken
   */
  void send(Batch batch, LoadTally tally, Consumer<String> onTrouble)
      throws LoadFailed, InterruptedException {
    var request =
        HttpRequest.newBuilder(batches)
            .timeout(REQUEST_TIMEOUT)
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(batch.gzip()))
            .build();
    for (long pause = firstPause.toMillis(); ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      long wait = pause;
      try {
        var response = http.send(request, BodyHandlers.ofByteArray());
        if (!mayPass(response.statusCode())) {
          count(response, batch, tally);
          return;
        }
        wait = Math.max(pause, retryAfterMillis(response));
        onTrouble.accept("answers " + response.statusCode());
      } catch (IOException away) {
        onTrouble.accept("does not answer");
      }
      Thread.sleep(wait);
    }
  }

  private static boolean mayPass(int status) {
    return status >= 500 || status == 408 || status == 429;
  }

  private static long retryAfterMillis(HttpResponse<?> response) {
    var seconds = response.headers().firstValue("Retry-After").orElse("");
    return seconds.matches("\\d{1,6}")
        ? Math.min(Long.parseLong(seconds) * 1000, LONGEST_PAUSE_MILLIS)
        : 0;
  }

  private void count(HttpResponse<byte[]> response, Batch batch, LoadTally tally)
      throws LoadFailed {
    int status = response.statusCode();
    if (status == 401 || status == 403) {
      throw new LoadFailed(batches + " refuses the write key (" + status + ").");
    }
    JsonNode answer;
    try {
      answer = Json.read(response.body());
    } catch (MalformedRecord other) {
      throw new LoadFailed(batches + " is no ingest API: it answers " + status + " without JSON.");
    }
    if (status == 200) {
      var rejected = answer.path("rejected");
      rejected.forEach(call -> tally.reject(call.path("reason").asText("no reason given")));
      tally.accept(answer.path("accepted").asLong(batch.size() - rejected.size()));
    } else {
      var reasons = reasonsByCall(answer);
      if (status != 400 || reasons.isEmpty()) {
        throw new LoadFailed(batches + " answers " + status + ": " + describe(answer));
      }
      // None of the calls is good, which says nothing about the next ones.
      for (int i = 0; i < batch.size(); i++) {
        tally.reject(reasons.getOrDefault(i, "no reason given"));
      }
    }
  }

  /** Returns the first violation of each call, if all violations are those of calls. */
  private static Map<Integer, String> reasonsByCall(JsonNode problem) {
    var reasons = new HashMap<Integer, String>();
    for (var violation : problem.path("violations")) {
      var path = violation.path("path").asText();
      int end = path.indexOf(']');
      var index = path.startsWith("batch[") && end > 0 ? path.substring(6, end) : "";
      if (!index.matches("\\d{1,6}")) {
        return Map.of();
      }
      var field = path.substring(Math.min(path.length(), end + 2));
      var reason = (field + " " + violation.path("message").asText()).strip();
      reasons.putIfAbsent(Integer.valueOf(index), reason);
    }
    return reasons;
  }

  private static String describe(JsonNode problem) {
    var text = new StringBuilder(problem.path("detail").asText(problem.path("title").asText()));
    for (var violation : problem.path("violations")) {
      text.append("\n  ")
          .append(violation.path("path").asText())
          .append(' ')
          .append(violation.path("message").asText());
    }
    return text.toString();
  }
}
