package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.dashboard.DashboardService;
import io.voronka.dashboard.DashboardSettings;
import io.voronka.kit.Health;
import io.voronka.kit.SettingsReader;
import io.voronka.kit.Telemetry;
import io.voronka.wire.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard service over several starts, with calendars that change between them. */
class CalendarIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String CHECKOUT =
      """
      {"name": "Checkout", "stages": [
        {"name": "Viewed", "anyOf": [{"event": "Viewed"}]},
        {"name": "Bought", "anyOf": [{"event": "Bought"}]}]}
      """;

  @Test
  void a_saved_funnel_follows_its_projects_calendar_with_one_new_version(@TempDir Path folder)
      throws Exception {
    try (var broker = TestBroker.start(folder)) {
      var berlin =
          Map.of("VORONKA_TIME_ZONE", "UTC,shop=Europe/Berlin", "VORONKA_WEEK_START", "sunday");

      assertThat(start(broker, Map.of(), true)).isEqualTo("1 UTC monday");
      assertThat(start(broker, berlin, false)).isEqualTo("2 Europe/Berlin sunday");
      assertThat(start(broker, berlin, false)).isEqualTo("2 Europe/Berlin sunday");
      assertThat(start(broker, berlin, true)).isEqualTo("2 Europe/Berlin sunday");
      assertThat(start(broker, Map.of(), false)).isEqualTo("3 UTC monday");
    }
  }

  /** Runs the service, saves the funnel or not, and tells its version and calendar. */
  private static String start(TestBroker broker, Map<String, String> calendar, boolean saves)
      throws Exception {
    var env = new HashMap<>(calendar);
    env.put("VORONKA_BOOTSTRAP", broker.bootstrap());
    env.put("VORONKA_PARTITIONS", "1");
    env.put("VORONKA_REPLICATION", "1");
    env.put("VORONKA_DASHBOARD_PORT", "0");
    env.put("VORONKA_API_TOKENS", "shop:api-token-1");
    var reader = new SettingsReader(env);
    var settings = DashboardSettings.read(reader);
    reader.orThrow();
    try (var service =
        new DashboardService(
            settings, new Telemetry(), () -> Health.READY, InstantSource.system())) {
      service.start();
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + service.port() + "/api/v1/funnels/checkout"))
              .header("Authorization", "Bearer api-token-1");
      if (saves) {
        send(request.PUT(BodyPublishers.ofString(CHECKOUT)));
      }
      var funnel = send(request.GET());
      return funnel.path("version").asText()
          + " "
          + funnel.path("timeZone").asText()
          + " "
          + funnel.path("weekStart").asText();
    }
  }

  private static JsonNode send(HttpRequest.Builder request) throws Exception {
    var answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isIn(200, 201);
    return Json.read(answer.body());
  }
}
