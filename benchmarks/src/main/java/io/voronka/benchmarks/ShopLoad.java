package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends a log to a product, a batch a request and some at once. */
final class ShopLoad {

  private static final int BATCH = 500;
  private static final int AT_ONCE = 8;
  private static final int SETTLE_MINUTES = 30;

  private final ProductProcess product;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  ShopLoad(ProductProcess product) {
    this.product = product;
  }

  /**
   * Sends all of it and waits until it is in the figures.
   *
   * @throws IllegalStateException if something is not taken
   */
  void send(List<ShopLog.Entry> log) throws IOException, InterruptedException {
    var answers = new ArrayList<CompletableFuture<?>>();
    for (int from = 0; from < log.size() && failures.isEmpty(); from += BATCH) {
      var batch = log.subList(from, Math.min(log.size(), from + BATCH));
      free.acquire();
      answers.add(send(body(batch)));
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)).join();
    if (!failures.isEmpty()) {
      throw new IllegalStateException("a batch was not taken: " + failures.peek());
    }
    awaitSettled();
  }

  private CompletableFuture<?> send(byte[] body) {
    var request = product.ingest("/v1/batch").POST(BodyPublishers.ofByteArray(body)).build();
    return http.sendAsync(request, BodyHandlers.ofString())
        .whenComplete(
            (answer, failure) -> {
              free.release();
              if (failure != null) {
                failures.add(failure.toString());
              } else if (answer.statusCode() != 200 || !answer.body().contains("\"rejected\":[]")) {
                failures.add(answer.statusCode() + " " + answer.body());
              }
            });
  }

  private static byte[] body(List<ShopLog.Entry> batch) {
    var body = JsonNodeFactory.instance.objectNode();
    var calls = body.putArray("batch");
    for (var entry : batch) {
      calls
          .addObject()
          .put("type", "track")
          .put("messageId", "m" + entry.number())
          .put("userId", entry.person())
          .put("timestamp", Instant.ofEpochMilli(entry.millis()).toString())
          .put("event", entry.name())
          .putObject("properties")
          .put("category", entry.category())
          .put("price", entry.priceCents());
    }
    return Json.bytes(body);
  }

  private void awaitSettled() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(SETTLE_MINUTES);
    while (System.nanoTime() < deadline) {
      var status = http.send(product.dashboard("/status").build(), BodyHandlers.ofByteArray());
      if (Json.read(status.body()).path("settled").asBoolean()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new IllegalStateException("the product did not settle");
  }
}
