package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends batches at a pace until it is closed, each until it is acknowledged: as senders do, who
 * keep what was not taken and send it again.
 */
final class SteadyLoad implements AutoCloseable {

  private static final int RETRY_MILLIS = 100;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Cluster cluster;
  private final Supplier<? extends JsonNode> batches;
  private final long everyMillis;
  private final Consumer<Long> acknowledged;
  private final CompletableFuture<Void> sending;
  private volatile boolean isOver;
  private volatile boolean isGivenUp;

  /**
   * Begins.
   *
   * @param batches gives what is sent next
   * @param acknowledged is told after each when it was acknowledged, in nanoseconds
   */
  SteadyLoad(
      Cluster cluster,
      Supplier<? extends JsonNode> batches,
      long everyMillis,
      Consumer<Long> acknowledged) {
    this.cluster = cluster;
    this.batches = batches;
    this.everyMillis = everyMillis;
    this.acknowledged = acknowledged;
    this.sending = CompletableFuture.runAsync(this::send);
  }

  private void send() {
    try {
      long due = System.nanoTime();
      while (!isOver) {
        var body = Json.bytes(batches.get());
        while (!isTaken(body)) {
          if (isGivenUp) {
            return;
          }
          TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
        acknowledged.accept(System.nanoTime());
        due = Math.max(due + everyMillis * 1_000_000, System.nanoTime() - 1_000_000_000);
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      }
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /**
   * Whether all of it is acknowledged.
   *
   * @throws IllegalStateException if it is refused for good
   */
  private boolean isTaken(byte[] body) throws InterruptedException {
    try {
      var request = cluster.ingest("/v1/batch").POST(BodyPublishers.ofByteArray(body)).build();
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 200 && answer.body().contains("\"rejected\":[]")) {
        return true;
      }
      if (answer.statusCode() != 503) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
      return false;
    } catch (IOException away) {
      return false;
    }
  }

  /**
   * Lets what is under way be acknowledged, and ends.
   *
   * @throws CompletionException if something was refused for good
   */
  void finish() {
    isOver = true;
    sending.join();
  }

  /** Ends, whatever became of what is under way. */
  @Override
  public void close() {
    isOver = true;
    isGivenUp = true;
  }
}
