package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.Limits;
import io.voronka.ingest.hook.Sources;
import io.voronka.ingest.privacy.PrivacyRules;
import io.voronka.ingest.privacy.Refinery;
import io.voronka.kit.Health;
import io.voronka.kit.Telemetry;
import io.voronka.kit.TrustedProxies;
import io.voronka.kit.WebServer;
import io.voronka.wire.Json;
import io.voronka.wire.Seal;
import io.voronka.wire.source.SourceSecrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

/** The ingest routes on a free port over a fake sink; the clock stands at {@link #NOW}. */
final class Door implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-22T10:02:00Z");
  static final String KEY = "wk_demo_7Qp2";
  static final String OTHER_KEY = "wk_other_1234";

  /** As the published clients of the samples have them. */
  private static final List<String> KEYS_OF_SAMPLES =
      List.of("phc_demo_7Qp2", "mp_demo_7Qp2", "amp_demo_7Qp2", "ga-demo-secret");

  /** Closes the secrets of sources that are made. */
  static final SourceSecrets SECRETS =
      new SourceSecrets(new byte[Seal.KEY_BYTES], new SecureRandom());

  final FakeEventSink sink = new FakeEventSink();
  final Telemetry telemetry = new Telemetry();
  final InFlight inFlight = new InFlight();

  final Senders senders = new Senders("run", this::now);
  final WriteKeys keys = new WriteKeys(projects(), senders, this::now);

  final HookSources sources;

  private volatile Instant now = NOW;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebServer server;

  Door() {
    this(Optional.of(new PublicUrl("https", "collect.example.com")));
  }

  /** Makes one of a public address, or none. */
  Door(Optional<PublicUrl> publicUrl) {
    this(publicUrl, sources(), new Refinery(PrivacyRules.NONE, null));
  }

  /** Makes one of other sources. */
  Door(Optional<PublicUrl> publicUrl, Sources sources) {
    this(publicUrl, sources, new Refinery(PrivacyRules.NONE, null));
  }

  /** Makes one behind one proxy. */
  Door(Optional<PublicUrl> publicUrl, Refinery refinery) {
    this(publicUrl, sources(), refinery);
  }

  private Door(Optional<PublicUrl> publicUrl, Sources sources, Refinery refinery) {
    var metrics = new IngestMetrics(telemetry.registry());
    var drafts = new EventDraft.Factory(Duration.ofDays(90), () -> new UUID(0, 7));
    var reception = new Reception(sink, refinery, inFlight, metrics, Runnable::run);
    var url = publicUrl.orElse(null);
    this.sources = new HookSources(sources, SECRETS, senders, this::now);
    var hooks = new HookRoutes(this.sources, drafts, reception, metrics, () -> now, url);
    var retries = new Retries(this.sources, Duration.ofDays(90), reception);
    var routes =
        new IngestRoutes(
            keys,
            drafts,
            reception,
            metrics,
            () -> now,
            url,
            hooks,
            retries,
            new Trials(drafts, refinery, () -> now),
            new Visitors(new TrustedProxies(1)));
    server =
        new WebServer(
                "127.0.0.1", 0, Limits.HOOK_BYTES, () -> Health.READY, telemetry, routes::register)
            .withoutWaiting();
    server.start();
  }

  /** As the samples need them. */
  static Sources sources() {
    try (var in = Objects.requireNonNull(Door.class.getResourceAsStream("/sources.json"))) {
      return sources(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Reads sources as their file has them. */
  static Sources sources(String json) {
    return Sources.read(
        json.getBytes(StandardCharsets.UTF_8),
        fault -> {
          throw new IllegalStateException(fault);
        });
  }

  private static Map<String, String> projects() {
    var projects = new HashMap<>(Map.of(KEY, "demo", OTHER_KEY, "other"));
    KEYS_OF_SAMPLES.forEach(key -> projects.put(key, "demo"));
    return projects;
  }

  /** What came back. */
  record Reply(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return Json.read(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** Where it listens. */
  int port() {
    return server.port();
  }

  /** Posts with the key. */
  Reply post(String path, String body) {
    return post(path, body.getBytes(StandardCharsets.UTF_8));
  }

  Reply post(String path, byte[] body) {
    return send("POST", path, body, Map.of("Authorization", "Bearer " + KEY));
  }

  Reply send(String method, String path, byte[] body, Map<String, String> headers) {
    return sendAsync(method, path, body, headers).join();
  }

  CompletableFuture<Reply> sendAsync(
      String method, String path, byte[] body, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return client.sendAsync(request.build(), BodyHandlers.ofByteArray()).thenApply(Reply::new);
  }

  static byte[] gzip(byte[] plain) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /** Forgets what came before, for the next test. */
  Door fresh() {
    sink.reset();
    now = NOW;
    return this;
  }

  private Instant now() {
    return now;
  }

  /** Sets the clock. */
  void at(Instant now) {
    this.now = now;
  }

  double counted(String meter, String... tags) {
    return telemetry.registry().get(meter).tags(tags).counter().count();
  }

  @Override
  public void close() {
    server.close();
  }
}
