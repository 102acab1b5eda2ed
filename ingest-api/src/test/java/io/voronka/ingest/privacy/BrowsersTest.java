package io.voronka.ingest.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowsersTest {

  private static final Browsers BROWSERS = new Browsers();

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          desktop | Firefox           | Linux    | Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0
          mobile  | Safari            | iOS      | Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1
          tablet  | Chrome            | iOS      | Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/150.0.7339.101 Mobile/15E148 Safari/604.1
          mobile  | Samsung Internet  | Android  | Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36
          tablet  | Chrome            | Android  | Mozilla/5.0 (Linux; Android 15; SM-X910) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36
          mobile  | Chrome            | Android  | Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36
          desktop | Yandex Browser    | Windows  | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 YaBrowser/26.3.0.0 Safari/537.36
          desktop | Edge              | macOS    | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0
          mobile  | Firefox           | Android  | Mozilla/5.0 (Android 15; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0
          desktop | Internet Explorer | Windows  | Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko
          desktop | Opera             | Windows  | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0
          desktop | Chrome            | ChromeOS | Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36
          """)
  void a_browser_is_told_by_its_user_agent(
      String device, String browser, String os, String userAgent) {
    assertThat(BROWSERS.of(userAgent)).isEqualTo(new Browsers.Browser(browser, os, device, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
          Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)
          Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)
          Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
          """)
  void a_robot_says_that_it_is_one(String userAgent) {
    var browser = BROWSERS.of(userAgent);
    assertThat(browser.isBot()).isTrue();
    assertThat(browser.device()).isEqualTo("bot");
  }

  @Test
  void what_is_no_browser_tells_nothing() {
    for (var userAgent : new String[] {"", "?", "x".repeat(100_000)}) {
      assertThat(BROWSERS.of(userAgent)).isEqualTo(new Browsers.Browser(null, null, null, false));
    }
  }

  @Test
  void a_long_text_takes_no_longer_than_a_short_one() {
    var begin = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      BROWSERS.of("Mozilla/5.0 (" + i + "; ".repeat(100_000));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
  }
}
