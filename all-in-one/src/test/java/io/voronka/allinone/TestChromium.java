package io.voronka.allinone;

import java.nio.file.Path;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real browser for tests. Nothing is downloaded for it. */
final class TestChromium {

  private static final Path CHROMIUM =
      Path.of(System.getProperty("voronka.chromium", "/usr/bin/chromium"));
  private static final Path DRIVER =
      Path.of(System.getProperty("voronka.chromedriver", "/usr/bin/chromedriver"));

  private TestChromium() {}

  /** Asks for one, see {@link Required}. */
  static void require() {
    Required.program(CHROMIUM, "the browser of this test");
    Required.program(DRIVER, "the browser's driver");
  }

  /** Opens one that knows nothing yet; to be quit. */
  static ChromeDriver open(Path profile) {
    var options = new ChromeOptions();
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // root, as in many containers, gets none
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--user-data-dir=" + profile);
    return open(options);
  }

  /** Opens one with these options. */
  static ChromeDriver open(ChromeOptions options) {
    options.setBinary(CHROMIUM.toFile());
    var service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    return new ChromeDriver(service, options);
  }
}
