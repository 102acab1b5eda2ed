package io.voronka.allinone;

import java.nio.file.Path;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real browser for tests of what runs on other sites' pages. Nothing is downloaded for it. */
final class TestChromium {

  private static final Path CHROMIUM =
      Path.of(System.getProperty("voronka.chromium", "/usr/bin/chromium"));
  private static final Path DRIVER =
      Path.of(System.getProperty("voronka.chromedriver", "/usr/bin/chromedriver"));

  private TestChromium() {}

  /** Skips the test where there is none. */
  static void require() {
    Required.program(CHROMIUM, "the browser of this test");
    Required.program(DRIVER, "the browser's driver");
  }

  /** Opens one that knows nothing yet; to be quit. */
  static ChromeDriver open(Path profile) {
    var options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // root, as in many containers, gets none
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--user-data-dir=" + profile);
    var service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    return new ChromeDriver(service, options);
  }
}
