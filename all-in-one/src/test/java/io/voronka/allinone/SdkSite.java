package io.voronka.allinone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A site whose pages carry four browser SDKs at once, each with a key of its own. Every visitor has
 * a host of its own, and so a storage.
 */
final class SdkSite implements AutoCloseable {

  /** Names of the SDKs, and how a page calls them. */
  static final Map<String, String> CALLS =
      Map.of(
          "segment-npm", "segment.track('%s')",
          "segment-snippet", "shop.track('%s')",
          "posthog-js", "posthog.capture('%s')",
          "t-js", "voronka.track('%s', {})");

  static final String IDENTIFY =
      """
      segment.identify('%1$s', {plan: 'pro'}); shop.identify('%1$s', {plan: 'pro'});
      posthog.identify('%1$s', {plan: 'pro'}); voronka.identify('%1$s', {plan: 'pro'});
      """;

  static final String IS_READY =
      """
      return !!(window.segment && window.shop && shop.initialized && window.posthog
        && posthog.__loaded && window.voronka && voronka.reset);
      """;

  private final NodeSdks sdks;
  private final String ingestUrl;
  private final HttpServer server;

  SdkSite(NodeSdks sdks, String ingestUrl) {
    this.sdks = sdks;
    this.ingestUrl = ingestUrl;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/", this::page);
    server.createContext("/sdks/", this::file);
    server.start();
  }

  /** Returns a visitor's page; the keys of its SDKs are {@code key-RUN-SDK}. */
  String page(String visitor, String run) {
    return "http://" + visitor + ".localhost:" + server.getAddress().getPort() + "/?" + run;
  }

  private void page(HttpExchange exchange) throws IOException {
    var run = exchange.getRequestURI().getQuery();
    var page =
        """
        <!doctype html><title>Shop</title><link rel="icon" href="data:,">
        <script src="/sdks/@segment/analytics-next/dist/umd/index.js"></script>
        <script>
          var segment = AnalyticsNext.AnalyticsBrowser.load(
            {writeKey: 'key-%1$s-segment-npm', cdnURL: '%2$s'});
        </script>
        <script type="module">
          import posthog from '/sdks/posthog-js/dist/module.no-external.js';
          posthog.init('key-%1$s-posthog-js', {
            api_host: '%2$s', autocapture: false,
            opt_out_useragent_filter: true}); // takes a browser without a window for a robot
          window.posthog = posthog;
        </script>
        <script>%3$s</script>
        <script async src="%2$s/t.js" data-key="key-%1$s-t-js"></script>
        """
            .formatted(
                run, ingestUrl, sdks.snippet("shop", "key-" + run + "-segment-snippet", ingestUrl));
    send(exchange, "text/html", page.getBytes(StandardCharsets.UTF_8));
  }

  private void file(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath().substring("/sdks/".length());
    send(exchange, "text/javascript", sdks.file(path));
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
