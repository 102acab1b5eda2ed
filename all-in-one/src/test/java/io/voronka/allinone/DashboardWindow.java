package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium on a dashboard: what it shows, what its console said and what it asked whom for. */
final class DashboardWindow implements AutoCloseable {

  /** What a page asks for may have to be worked out from all timelines. */
  private static final Duration LOADED = Duration.ofMinutes(1);

  private final String address;
  private final Path folder;
  private final ChromeDriver driver;

  /**
   * Opens it, with nothing shown yet.
   *
   * @param address of the dashboard, without a slash at the end
   * @param folder for its profile and what is downloaded
   * @param more further arguments of the browser
   */
  DashboardWindow(String address, Path folder, String... more) {
    this.address = address;
    this.folder = folder;
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    var options = new ChromeOptions();
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", downloads().toString()));
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // root, as in many containers, gets none
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--accept-lang=en-US",
        "--user-data-dir=" + folder.resolve("profile"));
    options.addArguments(more);
    driver = TestChromium.open(options);
    resize(1440, 1000);
  }

  private Path downloads() {
    return folder.resolve("downloads");
  }

  /**
   * Waits for a file that the browser saves, and returns what is in it. Under its name it is empty
   * until it is whole.
   */
  byte[] saved(String name) {
    var file = downloads().resolve(name);
    var content = new AtomicReference<>(new byte[0]);
    Await.soon(
        () -> name + " is saved",
        () -> {
          try {
            content.set(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
          return content.get().length > 0;
        });
    return content.get();
  }

  /** Sets the size of the page's area; narrower than the window could be made. */
  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Opens an address such as {@code #/people}; the page is loaded when it was not. */
  void open(String hash) {
    driver.get(address + "/" + hash);
  }

  String currentAddress() {
    return String.valueOf(driver.getCurrentUrl());
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Runs a script that is done when it calls its last argument; returns what it calls it with. */
  Object runUntilCalledBack(String script) {
    return driver.executeAsyncScript(script);
  }

  /** Waits for the first visible element of a CSS selector. */
  WebElement find(String selector) {
    var found = new AtomicReference<WebElement>();
    Await.soon(
        () -> "there is " + selector + " in\n" + texts("main"),
        () -> {
          found.set(firstVisible(selector));
          return found.get() != null;
        });
    return found.get();
  }

  boolean isThere(String selector) {
    return firstVisible(selector) != null;
  }

  /** Found in one step, because what is live may be replaced between two. */
  private WebElement firstVisible(String selector) {
    return (WebElement)
        run(
            """
            return [...document.querySelectorAll(arguments[0])]
                .find(element => (element.closest('select') ?? element) // an option is in its list
                    .checkVisibility({checkVisibilityCSS: true}));
            """,
            selector);
  }

  void click(String selector) {
    clickOnce(selector, () -> firstVisible(selector));
  }

  /** Clicks the first visible button or link that says so. */
  void clickText(String text) {
    clickOnce("'" + text + "'", () -> firstWithText(text));
  }

  private @Nullable WebElement firstWithText(String text) {
    return (WebElement)
        run(
            """
            return [...document.querySelectorAll('button, a, summary')].find(element =>
                element.checkVisibility() && element.innerText.trim() === arguments[0]);
            """,
            text);
  }

  private void clickOnce(String what, Supplier<@Nullable WebElement> finder) {
    Await.soon(() -> "there is " + what + " in\n" + texts("main"), () -> isClicked(finder.get()));
  }

  /** In the middle of the window no bar lies over it. */
  private boolean isClicked(@Nullable WebElement element) {
    if (element == null) {
      return false;
    }
    try {
      run("arguments[0].scrollIntoView({block: 'center'})", element);
      element.click();
      return true;
    } catch (StaleElementReferenceException replaced) {
      return false; // what is live was drawn again meanwhile
    }
  }

  /** Waits until the visible elements of a selector have these texts. */
  void shows(String selector, String... expected) {
    Await.soon(
        () -> selector + " shows " + List.of(expected) + " but " + texts(selector),
        () -> texts(selector).equals(List.of(expected)));
  }

  /** Waits until some visible element of a selector has a text with this part. */
  void says(String selector, String part) {
    Await.soon(
        () -> selector + " says '" + part + "' but " + texts(selector),
        () -> texts(selector).stream().anyMatch(text -> text.contains(part)));
  }

  /** Read in one step, because what is live may be replaced between two. */
  List<String> texts(String selector) {
    var texts =
        run(
            """
            return [...document.querySelectorAll(arguments[0])]
                .filter(element => element.checkVisibility())
                .map(element => element.innerText.replaceAll(/[\\u00a0\\u202f]/g, ' ').trim());
            """,
            selector);
    return ((List<?>) texts).stream().map(String::valueOf).toList();
  }

  /** Of the pages that are loaded from now on. */
  void chooseLanguage(String language) {
    run("localStorage.setItem('voronka.language', arguments[0])", language);
  }

  void chooseTheme(String theme) {
    run("window.voronkaTheme.choose(arguments[0])", theme);
  }

  /** Loads an address as if it had not been open; waits until nothing is on its way any more. */
  void reopen(String hash) {
    driver.get("about:blank");
    open(hash);
    Await.until(
        LOADED,
        () -> hash + " is loaded, but shows\n" + texts("main, .skeleton, .waiting"),
        () -> isThere("h1") && !isThere(".skeleton") && !isThere(".waiting"));
  }

  /**
   * By how many pixels the page is wider than the window, and stays so for a while: after a change
   * of size what is drawn follows some frames later.
   */
  long overflow() {
    return (Long)
        runUntilCalledBack(
            """
            const done = arguments[arguments.length - 1];
            const root = document.documentElement;
            let frames = 0;
            (function look() {
              const wider = root.scrollWidth - root.clientWidth;
              if (wider <= 0 || ++frames > 60) done(wider);
              else requestAnimationFrame(look);
            })();
            """);
  }

  /** A picture of what the window shows. */
  byte[] view() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  /** A picture of the whole page, however long. */
  byte[] picture() {
    var height = run("return document.documentElement.scrollHeight");
    var width = run("return document.documentElement.clientWidth");
    resize(((Long) width).intValue(), Math.min(4000, ((Long) height).intValue()));
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  /**
   * The browser's console has errors, as a test that provokes them expects: of this and no others.
   */
  void hasComplained(String part) {
    var errors =
        driver.manage().logs().get(LogType.BROWSER).getAll().stream() // which forgets them
            .filter(entry -> entry.getLevel().equals(Level.SEVERE))
            .toList();
    assertThat(errors).isNotEmpty().allMatch(entry -> entry.getMessage().contains(part));
  }

  /** Closes it; what went wrong unseen must fail the test: errors, requests to other origins. */
  void closeInPeace() {
    var console = driver.manage().logs().get(LogType.BROWSER).getAll();
    var requests =
        driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
            .map(entry -> Json.read(entry.getMessage().getBytes(StandardCharsets.UTF_8)))
            .map(entry -> entry.path("message"))
            .filter(message -> message.path("method").asText().equals("Network.requestWillBeSent"))
            .map(message -> message.path("params").path("request").path("url").asText())
            .filter(url -> !url.matches("(chrome|data|blob):.*"))
            .toList();
    close();

    assertThat(console).noneMatch(entry -> entry.getLevel().equals(Level.SEVERE));
    assertThat(requests).isNotEmpty().allMatch(url -> url.startsWith(address + "/"));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
