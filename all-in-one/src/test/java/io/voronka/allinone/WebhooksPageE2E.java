package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks made and changed on the page, against the product; the address it shows is used. */
class WebhooksPageE2E {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final AxeCore axe = new AxeCore();
  private final List<String> faults = new ArrayList<>();

  @Test
  void a_webhook_is_made_used_changed_and_removed(@TempDir Path folder) {
    TestChromium.require();
    var product = SharedProduct.get();
    try (var window = new DashboardWindow(product.dashboardUrl(), folder)) {
      var api = SharedProduct.api("webhooks");
      window.open("#token=" + SharedProduct.token("webhooks"));
      window.shows(".project", "webhooks");
      window.reopen("#/sources");
      makesOneOfJson(window);

      var address = window.find(".webhook-work code").getText();
      assertThat(address).startsWith(product.ingestUrl() + "/hooks/json/forms?token=");
      Await.soon(() -> "taken", () -> post(address) == 200);
      assertThat(post(address.replace("token=", "token=x"))).isEqualTo(401);
      looksWell(window, "set up");
      window.click(".webhook-work section > button");

      window.reopen("#/sources");
      window.says(".webhooks tbody tr", "forms");
      assertThat(window.texts("body").toString())
          .doesNotContain(address.substring(address.indexOf("token=") + 6));
      changes(window, api);

      assertThat(faults).isEmpty();
      window.closeInPeace();
    }
  }

  /** Faults of the mapping come with their place in it. */
  private void makesOneOfJson(DashboardWindow window) {
    window.clickText("New webhook");
    window.run(
        """
        const kind = document.querySelector('.form:has(textarea.json) select');
        kind.value = 'json';
        kind.dispatchEvent(new Event('change'));
        """);
    window.says(".form .hint", "Let the program send JSON by POST to this address.");
    looksWell(window, "new");
    window.clickText("Make the webhook");
    window.says(".field-error", "must have 1 to 64 letters, digits, - and _");

    var form = ".form:has(textarea.json)";
    window.find(form + " input").sendKeys("forms");
    window.says(form + " .hint", "/hooks/json/forms?token=SECRET");
    window.clickText("Make one up");
    type(window, "{\"event\": \"Form Sent\",\n \"userId\": }");
    window.clickText("Make the webhook");
    window.says(form + " .field-error", "2");
    type(window, "{\"event\": \"Form Sent\", \"userId\": \"user\", \"colour\": \"/c\"}");
    window.clickText("Make the webhook");
    window.says(form + " .field-error", "userId must be a JSON pointer such as /data/id");
    window.says(form + " .field-error", "colour is none of anonymousId");
    looksWell(window, "faults");
    window.hasComplained("/api/v1/sources/forms"); // of the faults
    triesASample(window);
    type(window, "{\"event\": \"Form Sent\", \"userId\": \"/user\", \"messageId\": \"/id\"}");
    window.clickText("Make the webhook");
    window.says(".webhook-work", "The address to enter in JSON");
  }

  /** By the settings as they stand in the form, of which nothing is saved yet. */
  private void triesASample(DashboardWindow window) {
    window.clickText("Try a sample");
    window.run("document.querySelector('.trial textarea').value = arguments[0]", "{\"user\": ");
    window.clickText("Show what it becomes");
    window.says(".trial .form > .field-error", "The settings above can’t be as they are.");
    window.says(".form .field-error", "userId must be a JSON pointer such as /data/id");

    type(window, "{\"event\": \"Form Sent\", \"userId\": \"/user\", \"messageId\": \"/id\"}");
    window.clickText("Show what it becomes");
    window.says(".trial-result", "Rejected: body");
    assertThat(window.find(".trial-result .hint").getText())
        .isEqualTo("1 message would be rejected.");
    window.run(
        "document.querySelector('.trial textarea').value = arguments[0]",
        "{\"user\": \"ann\", \"id\": \"m0\"}");
    window.clickText("Show what it becomes");
    window.says(".trial-result h4", "Form Sent");
    window.says(".trial-result .hint", "1 event would be kept.");
    window.says(".trial-result dl", "ann");
    window.says(".trial-result dl", "forms:m0");
    looksWell(window, "tried");
    window.hasComplained("/api/v1/query/webhook");
  }

  private void changes(DashboardWindow window, ApiClient api) {
    window.click(".webhooks .actions > button"); // the address' own
    window.says(".webhook-work h3", "Set up “forms”");
    assertThat(window.find(".webhook-work code").getText()).endsWith("?token=SECRET");

    window.clickText("Change");
    window.says(".webhook-work h3", "Change “forms”");
    window.run(
        """
        const text = document.querySelector('.webhook-work textarea');
        text.value = text.value.replace('Form Sent', 'Form Filled');
        """);
    window.clickText("Save");
    Await.soon(
        () -> api.get("/sources/forms").toString(),
        () -> api.get("/sources/forms").at("/mapping/event").asText().equals("Form Filled"));

    window.click(".webhooks td:last-child button:nth-of-type(2)");
    window.says(".webhook-work h3", "Another secret for “forms”");
    window.find(".webhook-work input").sendKeys("another-secret");
    looksWell(window, "another secret");
    window.clickText("Replace the secret");
    window.says(".webhook-work code", "?token=another-secret");
    window.says(".webhooks tbody tr", "the secret before is taken until");
    window.clickText("Close");

    window.clickText("Pause");
    window.says(".webhooks .badge", "paused");
    window.clickText("Resume");
    Await.soon(
        () -> api.get("/sources/forms").toString(),
        () -> api.get("/sources/forms").path("state").asText().equals("active"));
    looksWell(window, "listed");

    window.run("[...document.querySelectorAll('.webhooks button')].at(-1).click()");
    window.click(".webhooks .danger");
    window.says("main", "No webhook is set up yet.");
    assertThat(api.get("/sources").path("sources")).isEmpty();
  }

  private static void type(DashboardWindow window, String mapping) {
    window.run("document.querySelector('textarea.json').value = arguments[0]", mapping);
  }

  private void looksWell(DashboardWindow window, String what) {
    for (int width : new int[] {1440, 390}) {
      var theme = width == 390 ? "dark" : "light";
      window.resize(width, 1000);
      window.chooseTheme(theme);
      if (window.overflow() > 0) {
        faults.add(what + ": wider than " + width);
      }
      axe.seriousFaults(window).forEach(fault -> faults.add(what + ", " + theme + ": " + fault));
    }
    window.resize(1440, 1000);
  }

  private static int post(String address) {
    var body = "{\"id\": \"m1\", \"user\": \"ann\"}".getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(URI.create(address)).POST(BodyPublishers.ofByteArray(body)).build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
