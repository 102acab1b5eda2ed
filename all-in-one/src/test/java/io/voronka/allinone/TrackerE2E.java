package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * The tracker on the pages of a site of another origin, in a browser, against the product. Skipped
 * where Chromium and its driver are not installed; nothing is downloaded for it.
 */
class TrackerE2E {

  private static final Map<String, String> ENV =
      Map.of(
          "VORONKA_WRITE_KEYS", "shop:writekey-shop",
          "VORONKA_API_TOKENS", "shop:apitoken-shop");

  private static RunningProduct product;
  private static HttpServer site;
  private static ApiClient api;
  private ChromeDriver browser;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    TestChromium.require();
    product = RunningProduct.start(folder.resolve("data"), ENV);
    assumeThat(product.canBeKilled()).as("a product with the keys of this test").isTrue();
    api = new ApiClient(product, "writekey-shop", "apitoken-shop");
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          var page = page(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    site.start();
  }

  /** A page of the site; below {@code /private/} the browser asks not to be tracked. */
  private static String page(String path) {
    var asks = "Object.defineProperty(navigator, 'doNotTrack', {get: () => '1'});";
    return """
    <!doctype html><title>Page %s</title><link rel="icon" href="data:,">
    <script>%s window.voronka = window.voronka || [];
      voronka.push(['track', 'Asked Early', {n: 1}]);</script>
    <script async src="%s/t.js" data-key="writekey-shop"></script>
    <form id="contact" data-voronka="Form Sent" action="/thanks">
      <input name="mail" value="ann@example.com" data-voronka-email>
      <input type="hidden" name="visitor" data-voronka-id>
      <button>Send</button></form>
    """
        .formatted(path, path.startsWith("/private/") ? asks : "", product.ingestUrl());
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      site.stop(0);
    }
    if (product != null) {
      product.close();
    }
  }

  @BeforeEach
  void open(@TempDir Path profile) {
    browser = TestChromium.open(profile);
  }

  @AfterEach
  void quit() {
    browser.quit();
  }

  @Test
  void a_visit_is_told_from_page_to_form() {
    visit("/start?utm_source=ads&utm_campaign=spring");
    var visitor = visitor();
    browser.executeScript("history.pushState({}, '', '/prices')");
    browser.executeScript("voronka.track('Price Seen', {plan: 'pro'})");
    browser.findElement(By.tagName("button")).click(); // leaves the page at once

    personWith(
        visitor,
        "Asked Early",
        "Form Sent",
        "Page Viewed /prices",
        "Page Viewed /start",
        "Page Viewed /thanks",
        "Price Seen");
    Await.soon(
        () -> "an e-mail that is tied to " + api.get("/persons/" + visitor),
        () -> api.get("/persons/" + visitor).path("id").asText().startsWith("email:"));
    var person = api.get("/persons/" + visitor);
    assertThat(browser.getCurrentUrl()).contains("visitor=" + visitor);
    assertThat(person.path("traits").path("email").asText()).isEqualTo("ann@example.com");
    var first = event(person, "Page Viewed /start").path("properties").path("context");
    assertThat(first.at("/campaign/source").asText()).isEqualTo("ads");
    assertThat(first.at("/campaign/name").asText()).isEqualTo("spring");
    assertThat(event(person, "Form Sent").at("/properties/form").asText()).isEqualTo("contact");
    assertThat(browser.manage().getCookies()).isEmpty();
  }

  @Test
  void what_could_not_be_sent_is_sent_by_a_later_page() {
    visit("/before");
    var visitor = visitor();
    product.kill();
    browser.executeScript("voronka.track('Said In Vain', {}); voronka.identify('ann', {a: 1})");
    visit("about:blank");
    product.start();
    visit("/after");
    var person =
        personWith(
            visitor,
            "Asked Early",
            "Asked Early",
            "Page Viewed /after",
            "Page Viewed /before",
            "Said In Vain");
    assertThat(person.path("id").asText()).isEqualTo("ann");
  }

  @Test
  void who_does_not_want_to_be_tracked_is_not() {
    visit("/private/page");
    browser.executeScript("voronka.track('Secret', {})");
    assertThat(browser.executeScript("return Object.keys(localStorage).length")).isEqualTo(0L);

    visit("/public");
    var visitor = visitor();
    browser.executeScript("voronka.optOut(); voronka.track('Secret', {})");
    browser.executeScript("voronka.optIn(); voronka.track('Agreed', {})");
    visit("about:blank");
    var person = personWith(visitor, "Agreed");
    assertThat(names(person)).doesNotContain("Secret");
  }

  private void visit(String path) {
    if (path.startsWith("about:")) {
      browser.get(path);
      return;
    }
    browser.get("http://127.0.0.1:" + site.getAddress().getPort() + path);
    Await.soon(
        () -> "no tracker on " + path,
        () ->
            Boolean.TRUE.equals(
                browser.executeScript("return !!(window.voronka && voronka.reset)")));
  }

  private String visitor() {
    return String.valueOf(browser.executeScript("return voronka.id()"));
  }

  /** Waits until somebody of that id has done all of this, in any order. */
  private static JsonNode personWith(String id, String... names) {
    Await.soon(
        () -> ApiClient.text(api.dashboard("GET", "/persons/" + id, new byte[0])),
        () -> {
          var answer = api.dashboard("GET", "/persons/" + id, new byte[0]);
          return answer.statusCode() == 200
              && names(Json.read(answer.body())).containsAll(List.of(names));
        });
    return api.get("/persons/" + id);
  }

  private static List<String> names(JsonNode person) {
    var names = new ArrayList<String>();
    person.path("timeline").forEach(event -> names.add(name(event)));
    return names;
  }

  private static String name(JsonNode event) {
    var name = event.path("event").asText();
    var path = event.at("/properties/context/page/path").asText();
    return name.equals("Page Viewed") ? name + " " + path : name;
  }

  private static JsonNode event(JsonNode person, String name) {
    for (var event : person.path("timeline")) {
      if (name(event).equals(name)) {
        return event;
      }
    }
    throw new AssertionError("no " + name + " in " + person);
  }
}
