package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A visitor of the web leaves an e-mail in a form; a CRM takes the deal through four stages and
 * wins it. Of each CRM that is one person in one funnel.
 */
class CrmE2E {

  private static final String SOURCES =
      """
      {"hubspot": {"kind": "hubspot", "project": "shop", "secret": "hubspot-secret"},
       "pipedrive": {"kind": "pipedrive", "project": "shop", "secret": "pipedrive-pass"},
       "bitrix24": {"kind": "bitrix24", "project": "shop", "secret": "bitrix-token"},
       "amocrm": {"kind": "amocrm", "project": "shop", "secret": "amocrm-token"}}
      """;

  private final Instant visited = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(7200);

  @Test
  void a_deal_of_each_crm_is_its_visitors(@TempDir Path folder) throws IOException {
    var sources = Files.writeString(folder.resolve("sources.json"), SOURCES);
    var env =
        Map.of(
            "VORONKA_WRITE_KEYS", "shop:writekey-shop",
            "VORONKA_API_TOKENS", "shop:apitoken-shop",
            "VORONKA_SOURCES", sources.toString());
    try (var product = RunningProduct.start(folder.resolve("data"), env)) {
      var api = new ApiClient(product, "writekey-shop", "apitoken-shop");
      api.define("sales", funnel());

      for (var crm : SellingCrm.all()) {
        visits(api, crm);
        sells(product, crm);
      }
      forges(product);
      api.settle();

      var report = api.report("sales", "");
      assertThat(reached(report)).containsExactly(4L, 4L, 4L, 4L, 4L, 4L, 4L);
      assertThat(report.at("/stages/6/value").asDouble()).isEqualTo(4000);
      for (var crm : SellingCrm.all()) {
        isOnePerson(api, crm);
      }
    }
  }

  private static JsonNode funnel() {
    var stages = new ArrayList<String>();
    stages.add(stage("Visited", "{\"event\": \"Page Viewed\"}"));
    stages.add(stage("Asked", "{\"event\": \"Form Sent\"}"));
    for (int i = 0; i < 4; i++) {
      int number = i;
      var names = SellingCrm.all().stream().map(crm -> crm.stages().get(number)).toList();
      var is = new String(Json.bytes(names), StandardCharsets.UTF_8);
      stages.add(
          stage(
              "Stage " + (i + 1),
              "{\"event\": \"Deal Stage Changed\", \"where\": "
                  + "[{\"property\": \"stage\", \"op\": \"in\", \"value\": "
                  + is
                  + "}]}"));
    }
    var won = stage("Won", "{\"event\": \"Deal Won\"}");
    stages.add(won.substring(0, won.length() - 1) + ", \"value\": \"value\"}");
    var definition = "{\"name\": \"Sales\", \"window\": \"P1D\", \"stages\": " + stages + "}";
    return Json.read(definition.getBytes(StandardCharsets.UTF_8));
  }

  private static String stage(String name, String matcher) {
    return "{\"name\": \"" + name + "\", \"anyOf\": [" + matcher + "]}";
  }

  private void visits(ApiClient api, SellingCrm crm) {
    var calls =
        """
        {"batch": [
          {"type": "page", "anonymousId": "CRM-visitor", "messageId": "p-CRM", "timestamp": "%s"},
          {"type": "identify", "anonymousId": "CRM-visitor", "messageId": "i-CRM", "timestamp": "%s",
           "traits": {"email": "Buyer.CRM@Example.com"}},
          {"type": "track", "event": "Form Sent", "anonymousId": "CRM-visitor", "messageId": "f-CRM",
           "timestamp": "%s"}]}
        """
            .replace("CRM", crm.kind())
            .formatted(visited, visited.plusSeconds(60), visited.plusSeconds(61));
    var answer = api.ingest("/v1/batch", calls.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(200);
  }

  private void sells(RunningProduct product, SellingCrm crm) {
    var url = product.ingestUrl() + "/hooks/" + crm.kind() + "/" + crm.kind();
    var at = visited.plus(Duration.ofMinutes(5));
    crm.learns(url, "buyer." + crm.kind() + "@example.com", at);
    var from = "";
    for (var stage : crm.stages()) {
      at = at.plus(Duration.ofMinutes(5));
      crm.moves(url, from, stage, at);
      crm.moves(url, from, stage, at); // told twice
      from = stage;
    }
    crm.wins(url, from, 1000, at.plus(Duration.ofMinutes(5)));
  }

  /** Whoever does not know the secret wins nothing. */
  private static void forges(RunningProduct product) {
    var url = product.ingestUrl() + "/hooks/amocrm/amocrm?token=amocrm-guess";
    SellingCrm.send(url, "leads[status][0][id]=9&leads[status][0][status_id]=142", Map.of(), 401);
  }

  private static void isOnePerson(ApiClient api, SellingCrm crm) {
    var person = api.get("/persons/" + crm.kind() + "-visitor");
    var names = new ArrayList<String>();
    person.path("timeline").forEach(event -> names.add(event.path("event").asText()));
    assertThat(names).as(crm.kind()).contains("Page Viewed", "Form Sent").endsWith("Deal Won");
    assertThat(person.path("id").asText()).startsWith("email:");
  }

  private static List<Long> reached(JsonNode report) {
    var reached = new ArrayList<Long>();
    report.path("stages").forEach(stage -> reached.add(stage.path("reached").asLong()));
    return reached;
  }
}
