package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The page in a browser, live against the product. Each test has a project of its own, and must
 * leave nothing severe in the console and no request to another origin. Skipped where Chromium and
 * its driver are not installed; nothing is downloaded for it.
 */
class PageE2E {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Map<String, String> ENV =
      Map.of(
          "VORONKA_WRITE_KEYS", "fresh:writekey-fresh,shop:writekey-shop",
          "VORONKA_API_TOKENS", "fresh:apitoken-fresh,shop:apitoken-shop",
          "VORONKA_TIME_ZONE", "shop=Asia/Kolkata");

  private static RunningProduct product;
  private final Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
  private ChromeDriver browser;

  @BeforeAll
  static void start(@TempDir Path folder) {
    assumeThat(CHROMIUM).as("the browser of this test").isExecutable();
    assumeThat(DRIVER).as("the browser's driver").isExecutable();
    product = RunningProduct.start(folder.resolve("data"), ENV);
    assumeThat(product.canBeKilled()).as("a product with the keys of this test").isTrue();
  }

  @AfterAll
  static void stop() {
    if (product != null) {
      product.close();
    }
  }

  @BeforeEach
  void open(@TempDir Path profile) {
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    var options = new ChromeOptions();
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // root, as in many containers, gets none
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--accept-lang=en-US",
        "--window-size=1440,1000",
        "--user-data-dir=" + profile);
    var service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    browser = new ChromeDriver(service, options);
  }

  @AfterEach
  void closeInPeace() {
    var console = browser.manage().logs().get(LogType.BROWSER).getAll();
    var requests =
        browser.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
            .map(entry -> Json.read(utf8(entry.getMessage())).path("message"))
            .filter(message -> message.path("method").asText().equals("Network.requestWillBeSent"))
            .map(message -> message.path("params").path("request").path("url").asText())
            .filter(url -> !url.startsWith("chrome:") && !url.startsWith("data:"))
            .toList();
    browser.quit();

    assertThat(console).noneMatch(entry -> entry.getLevel().equals(Level.SEVERE));
    assertThat(requests).isNotEmpty().allMatch(url -> url.startsWith(product.dashboardUrl() + "/"));
  }

  @Test
  void a_first_funnel_appears_and_moves_without_a_reload() {
    var api = new ApiClient(product, "writekey-fresh", "apitoken-fresh");
    signIn("apitoken-fresh");
    shows("h2", "No funnels yet");
    assertThat(browser.getCurrentUrl()).as("the token left the address").endsWith("/#/");
    browser.executeScript("window.isSameDocument = true");

    define(api);
    shows(".card h2", "Checkout");
    buy(api, "ann", "phone");
    view(api, "bob", "laptop");
    shows(".card .key-figures dd", "2", "50.0%", "0 s");
    shows(".card .stage-count", "2", "1");

    view(api, "eve", "phone");
    shows(".card .key-figures dd", "3", "33.3%", "0 s");
    assertThat(browser.executeScript("return window.isSameDocument")).isEqualTo(true);
  }

  @Test
  void a_funnel_opens_into_stages_breakdown_trend_and_status_in_two_languages() {
    var api = new ApiClient(product, "writekey-shop", "apitoken-shop");
    define(api);
    buy(api, "ann", "phone");
    buy(api, "bob", "laptop");
    view(api, "eve", "phone");
    api.settle();

    signIn("apitoken-shop");
    shows(".card h2", "Checkout");
    browser.findElement(By.linkText("Checkout")).click();
    shows(".page > .key-figures .figure", "3", "2", "66.7%", "66.7%", "0 s");
    shows(".stage-name", "Viewed", "Bought");
    shows(".stage-count", "3", "2");
    browser.findElement(By.xpath("//button[@role='tab'][.='Breakdown']")).click();
    shows(".breakdown tbody th", "phone", "laptop");
    shows(".breakdown tbody td:first-of-type", "2", "1");
    browser.findElement(By.xpath("//button[@role='tab'][.='Trend']")).click();
    Await.soon(() -> "the trend is drawn", () -> !texts(".trend-canvas canvas").isEmpty());
    browser
        .findElement(By.xpath("//section[.//div[contains(@class, 'trend-figure')]]//button"))
        .click();
    assertThat(texts(".trend-figure tbody th"))
        .as("the hour by the clocks of the project")
        .singleElement()
        .asString()
        .matches(".*:00.[AP]M GMT\\+5:30");

    browser.findElement(By.linkText("Status")).click();
    shows(".verdict", "Everything is counted up to now.");
    shows("td.name", "Checkout");

    browser.findElement(By.cssSelector("option[value='ru']")).click();
    shows(".verdict", "Всё посчитано по текущий момент.");
    shows(".nav-link[aria-current]", "Состояние");
  }

  private void signIn(String token) {
    browser.get(product.dashboardUrl() + "/#token=" + token);
  }

  /** Waits until the visible elements of a selector have these texts. */
  private void shows(String selector, String... expected) {
    Await.soon(
        () -> selector + " shows " + List.of(expected) + " but " + texts(selector),
        () -> texts(selector).equals(List.of(expected)));
  }

  /** Read in one step, because what is live may be replaced between two. */
  private List<String> texts(String selector) {
    var texts =
        browser.executeScript(
            """
            return [...document.querySelectorAll(arguments[0])]
                .filter(element => element.checkVisibility())
                .map(element => element.innerText.replaceAll('\\u00a0', ' ').trim());
            """,
            selector);
    return ((List<?>) texts).stream().map(String::valueOf).toList();
  }

  private static void define(ApiClient api) {
    api.define(
        "checkout",
        Json.read(
            utf8(
                """
                {"name": "Checkout", "breakdowns": ["device"], "stages": [
                  {"name": "Viewed", "anyOf": [{"event": "Product Viewed"}]},
                  {"name": "Bought", "anyOf": [{"event": "Order Completed"}]}]}
                """)));
  }

  private void view(ApiClient api, String person, String device) {
    send(api, person, "Product Viewed", device);
  }

  private void buy(ApiClient api, String person, String device) {
    view(api, person, device);
    send(api, person, "Order Completed", device);
  }

  private void send(ApiClient api, String person, String event, String device) {
    var call =
        """
        {"type": "track", "userId": "%s", "event": "%s", "properties": {"device": "%s"},
         "timestamp": "%s"}
        """
            .formatted(person, event, device, anHourAgo);
    assertThat(api.ingest("/v1/track", utf8(call)).statusCode()).isEqualTo(200);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
