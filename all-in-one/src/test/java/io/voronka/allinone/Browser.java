package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A reader of the page: Chromium, headless. Nothing is downloaded for it. */
final class Browser {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration SOON = Duration.ofSeconds(20);

  private final ChromeDriver driver;
  private final String origin;

  private Browser(ChromeDriver driver, String origin) {
    this.driver = driver;
    this.origin = origin;
  }

  /** Skips the test where there is no browser. */
  static void assumeInstalled() {
    assumeThat(CHROMIUM).as("the browser of this test").isExecutable();
    assumeThat(DRIVER).as("the browser's driver").isExecutable();
  }

  /**
   * Opens one.
   *
   * @param origin of the dashboard
   * @param folder an empty one, for its profile and its downloads
   */
  static Browser open(String origin, Path folder) {
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    var options = new ChromeOptions();
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.setBinary(CHROMIUM.toFile());
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", folder.resolve("downloads").toString()));
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
        "--user-data-dir=" + folder.resolve("profile"));
    var service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    return new Browser(new ChromeDriver(service, options), origin);
  }

  /** Closes it; there must be nothing severe in the console and no request to another origin. */
  void closeInPeace() {
    var console = driver.manage().logs().get(LogType.BROWSER).getAll();
    var requests =
        driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
            .map(entry -> Json.read(entry.getMessage().getBytes(StandardCharsets.UTF_8)))
            .map(entry -> entry.path("message"))
            .filter(message -> message.path("method").asText().equals("Network.requestWillBeSent"))
            .map(message -> message.path("params").path("request").path("url").asText())
            .filter(url -> !url.startsWith("chrome:") && !url.startsWith("data:"))
            .filter(url -> !url.startsWith("blob:" + origin + "/"))
            .toList();
    driver.quit();

    assertThat(console).noneMatch(entry -> entry.getLevel().equals(Level.SEVERE));
    assertThat(requests).isNotEmpty().allMatch(url -> url.startsWith(origin + "/"));
  }

  void signIn(String token) {
    driver.get(origin + "/#token=" + token);
    shows("h1", "Overview");
  }

  /** Goes to another page of the same document. */
  void go(String hash) {
    run("location.hash = arguments[0]", hash);
  }

  void reload() {
    driver.navigate().refresh();
  }

  String address() {
    return String.valueOf(run("return location.hash"));
  }

  /** Shows as much as a screen of this size does; windows can't be as small as phones. */
  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** By how many pixels the page is wider than the screen. */
  long overhang() {
    return (Long)
        run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Waits until the visible elements of a selector have these texts. */
  void shows(String selector, String... expected) {
    Await.until(
        SOON,
        () -> selector + " shows " + List.of(expected) + " but " + texts(selector),
        () -> texts(selector).equals(List.of(expected)));
  }

  /** Waits until one of the visible elements of a selector has this text in it. */
  void says(String selector, String part) {
    Await.until(
        SOON,
        () -> selector + " says '" + part + "' but " + texts(selector),
        () -> texts(selector).stream().anyMatch(text -> text.contains(part)));
  }

  /** Waits until nothing of a selector is visible. */
  void lacks(String selector) {
    shows(selector);
  }

  void awaits(String script) {
    Await.until(SOON, () -> script, () -> Boolean.TRUE.equals(run(script)));
  }

  /** Read in one step, because what is live may be replaced between two. */
  List<String> texts(String selector) {
    var texts =
        run(
            """
            return [...document.querySelectorAll(arguments[0])]
                .filter(element => element.checkVisibility())
                .map(element => element.innerText.replaceAll('\\u00a0', ' ').trim());
            """,
            selector);
    return ((List<?>) texts).stream().map(String::valueOf).toList();
  }

  String value(String name) {
    return String.valueOf(field(name).getDomProperty("value"));
  }

  /** Presses the visible button, link, option or label with this name. */
  void press(String name) {
    var found =
        run(
            """
            const nameOf = (element) => (element.getAttribute('aria-label') ?? element.innerText)
                .replaceAll('\\u00a0', ' ').trim();
            const element = [...document.querySelectorAll('button, a, summary, label, [role=tab]')]
                .filter(one => one.checkVisibility())
                .find(one => nameOf(one) === arguments[0]);
            element?.scrollIntoView({block: 'center'});
            return element;
            """,
            name);
    assertThat(found).as("what is called '%s'", name).isInstanceOf(WebElement.class);
    ((WebElement) found).click();
  }

  /** Replaces the text of the field with this label. */
  void write(String name, CharSequence text) {
    var field = field(name);
    field.click();
    field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    field.sendKeys(text);
  }

  void type(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  void choose(String name, String option) {
    field(name).findElement(By.xpath("./option[normalize-space()='" + option + "']")).click();
  }

  private WebElement field(String name) {
    var found =
        run(
            """
            const named = [...document.querySelectorAll('input, select, textarea')]
                .filter(one => one.checkVisibility())
                .find(one => (one.getAttribute('aria-label') ?? one.labels?.[0]?.innerText ?? '').trim() === arguments[0]);
            named?.scrollIntoView({block: 'center'});
            return named;
            """,
            name);
    assertThat(found).as("the field '%s'", name).isInstanceOf(WebElement.class);
    return (WebElement) found;
  }
}
