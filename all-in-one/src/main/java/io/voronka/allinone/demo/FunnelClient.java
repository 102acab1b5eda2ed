package io.voronka.allinone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Defines funnels through the dashboard API. */
final class FunnelClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI dashboard;
  private final String token;

  FunnelClient(URI dashboard, String token) {
    this.dashboard = dashboard;
    this.token = token;
  }

  /**
   * Saves a definition; one that is the same already stays as it is.
   *
   * @throws ServiceException if the dashboard does not take it
   */
  void define(String id, JsonNode definition) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(dashboard.resolve("/api/v1/funnels/" + id))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofByteArray(Json.bytes(definition)))
            .build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200 && response.statusCode() != 201) {
        throw new ServiceException(
            ProblemType.UNAVAILABLE,
            "The funnel "
                + id
                + " is not taken ("
                + response.statusCode()
                + "): "
                + response.body());
      }
    } catch (IOException away) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "The dashboard at " + dashboard + " does not answer.", away);
    }
  }
}
