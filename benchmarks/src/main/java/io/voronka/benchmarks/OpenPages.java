package io.voronka.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/** Live pages that are open at the same time; what they are sent is counted and thrown away. */
final class OpenPages implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<CompletableFuture<?>> pages = new ArrayList<>();
  private final List<Flow.Subscription> streams = new ArrayList<>();
  private final AtomicLong reports = new AtomicLong();

  /**
   * Opens one for each path.
   *
   * @param paths of live streams
   */
  OpenPages(ProductProcess product, List<String> paths) {
    for (var path : paths) {
      pages.add(
          http.sendAsync(
              product.dashboard(path).build(),
              head -> BodySubscribers.fromLineSubscriber(new Reader())));
    }
  }

  /** How many reports all of them were sent. */
  long reports() {
    return reports.get();
  }

  /**
   * Makes sure that all are still open.
   *
   * @throws IOException if one is not
   */
  void requireOpen() throws IOException {
    for (var page : pages) {
      if (page.isDone()) {
        throw new IOException("a live page was closed by the service");
      }
    }
  }

  private final class Reader implements Flow.Subscriber<String> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      synchronized (streams) {
        streams.add(subscription);
      }
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      if (line.startsWith("data:")) {
        reports.incrementAndGet();
      }
    }

    @Override
    public void onError(Throwable ended) {
      // the page's future says so, too
    }

    @Override
    public void onComplete() {
      // the page's future says so, too
    }
  }

  @Override
  public void close() {
    synchronized (streams) {
      streams.forEach(Flow.Subscription::cancel);
    }
    pages.forEach(page -> page.cancel(true));
  }
}
