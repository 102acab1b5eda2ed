package io.voronka.allinone;

import io.voronka.testing.FunnelText;
import io.voronka.wire.DefinitionJson;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The services in this process, over a broker that is not theirs, and their {@link Visitors}. */
final class Shop implements AutoCloseable {

  private static final String WRITE_KEY = "writekey-shop";
  private static final String TOKEN = "apitoken-shop";
  private static final Duration READY = Duration.ofMinutes(3);

  private final Map<String, String> settings = new HashMap<>();
  private final Path data;
  private final InstantSource clock;
  private final Visitors visitors = new Visitors();
  private Product product;

  /**
   * Describes it; nothing runs before {@link #start()}.
   *
   * @param own settings beside the usual ones
   */
  Shop(Path data, InstantSource clock, Map<String, String> own) {
    this.data = data;
    this.clock = clock;
    settings.putAll(
        Map.of(
            "VORONKA_DATA", data.toString(),
            "VORONKA_WRITE_KEYS", "shop:" + WRITE_KEY,
            "VORONKA_API_TOKENS", "shop:" + TOKEN,
            "VORONKA_INGEST_PORT", "0",
            "VORONKA_DASHBOARD_PORT", "0",
            "VORONKA_STREAMS_PORT", "0",
            "VORONKA_PARTITIONS", "2",
            "VORONKA_REPLICATION", "1",
            "VORONKA_RETENTION", "P7300D")); // the events are of a fixed day
    settings.putAll(own);
    product = new Product(settings, data, clock);
  }

  /** Starts it and waits until it is ready; the funnel is defined. */
  void start() {
    begin();
    awaitReady();
    var funnel = FunnelText.funnel("view > cart > buy", "PT8H");
    api().define("shop", DefinitionJson.write(funnel));
  }

  /** Starts it without waiting. */
  void begin() {
    product = new Product(settings, data, clock);
    product.start();
  }

  void awaitReady() {
    Await.until(READY, () -> "ready: " + product.health(), () -> product.health().isReady());
  }

  Product product() {
    return product;
  }

  /** Where Kafka Streams keeps the state of its tasks. */
  Path state() {
    return data.resolve("streams").resolve("voronka-streams");
  }

  ApiClient api() {
    return new ApiClient(
        "http://127.0.0.1:" + product.ingestPort(),
        "http://127.0.0.1:" + product.dashboardPort(),
        WRITE_KEY,
        TOKEN);
  }

  /** So many more people come. */
  void visit(int more) {
    visitors.visit(more, this::api);
  }

  /** Holds all figures against those of the people who came. */
  void check() {
    visitors.check(api());
  }

  /** Ends it in order; it can begin again. */
  void end() {
    product.close();
  }

  @Override
  public void close() {
    end();
  }
}
