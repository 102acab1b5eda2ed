package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.protocol.CallsOfBody.Outcome;
import io.voronka.wire.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PostHog's capture, in all four generations: a batch with its key, a bare list, a bare event, and
 * "v1" with the key in the header.
 */
public final class PostHog implements TreeProtocol {

  /** Where its libraries send events, the old paths and the present ones. */
  private static final List<String> PATHS = List.of("/e", "/i/v0/e", "/capture", "/batch");

  private static final String PATH_V1 = "/i/v1/analytics/events";

  private final PostHogEvents events;
  private final boolean isV1;

  private PostHog(PostHogEvents events, boolean isV1) {
    this.events = events;
    this.isV1 = isV1;
  }

  /** Returns the paths and what is spoken there. */
  public static Map<String, TreeProtocol> routes(EventDraft.Factory drafts) {
    var events = new PostHogEvents(drafts);
    var routes = new LinkedHashMap<String, TreeProtocol>();
    PATHS.forEach(path -> routes.put(path, new PostHog(events, false)));
    routes.put(PATH_V1, new PostHog(events, true));
    return routes;
  }

  /** Returns what its browser library asks for at its start: how to send, and that is all. */
  public static ObjectNode config(String token) {
    var config = JsonNodeFactory.instance.objectNode().put("token", token);
    config.put("hasFeatureFlags", false).put("surveys", false).put("heatmaps", false);
    return withSending(config);
  }

  /** Returns the same as the script that it loads. */
  public static byte[] configScript(String token) {
    var key = JsonNodeFactory.instance.textNode(token);
    return ("(function(w){var c=w._POSTHOG_REMOTE_CONFIG=w._POSTHOG_REMOTE_CONFIG||{};c["
            + key
            + "]={config:"
            + config(token)
            + ",siteApps:[]}})(window);")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns what it asks for next: there are no feature flags. */
  public static ObjectNode flags() {
    var flags = JsonNodeFactory.instance.objectNode();
    flags.putObject("flags");
    return flags.put("errorsWhileComputingFlags", false);
  }

  /** The same for libraries before {@code flags}, which take the configuration from it too. */
  public static ObjectNode decide() {
    var decision = JsonNodeFactory.instance.objectNode();
    decision.putObject("featureFlags");
    decision.putObject("featureFlagPayloads");
    return withSending(decision.put("errorsWhileComputingFlags", false));
  }

  private static ObjectNode withSending(ObjectNode config) {
    config.putArray("supportedCompression").add("gzip").add("gzip-js");
    config.put("sessionRecording", false).put("capturePerformance", false);
    config.put("autocapture_opt_out", false).putArray("siteApps");
    config.putObject("analytics").put("endpoint", "/i/v0/e/");
    return config;
  }

  @Override
  public List<@Nullable String> keys(Request request, JsonNode body) {
    var event = body.isArray() ? body.path(0) : body;
    var first = event.path("batch").isArray() ? event.path("batch").path(0) : event;
    var keys = new ArrayList<@Nullable String>();
    for (var field : List.of("api_key", "token")) {
      keys.add(event.path(field).textValue());
    }
    for (var field : List.of("token", "$token", "api_key")) {
      keys.add(first.path(field).textValue());
    }
    keys.add(first.path("properties").path("token").textValue());
    return keys;
  }

  @Override
  public CallsOfBody read(Request request, JsonNode body, int bytes) {
    var sending = PostHogEvents.Sending.of(request, body);
    if (body.isArray()) {
      return CallsOfBody.ofList(body, "", bytes, event -> events.read(event, sending));
    }
    if (body.path("batch").isArray()) {
      return CallsOfBody.ofList(
          body.path("batch"), "batch", bytes, event -> events.read(event, sending));
    }
    if (!body.isObject() || body.has("batch")) {
      throw UnusableBody.invalid("", "must be an event, a list of events or a \"batch\" of them");
    }
    return CallsOfBody.ofOne(body, bytes, event -> events.read(event, sending));
  }

  /** Only a plain 200 counts as success in the browser. */
  @Override
  public Reply answer(Request request, Outcome outcome, Position position) {
    return isV1 ? results(outcome) : Reply.json(Map.of("status", 1));
  }

  /** Whoever is not named counts as taken. */
  private static Reply results(Outcome outcome) {
    var answer = JsonNodeFactory.instance.objectNode();
    var results = answer.putObject("results");
    for (var refused : outcome.refused()) {
      var uuid = refused.call().path("uuid").textValue();
      if (uuid != null) {
        results.putObject(uuid).put("result", "drop").put("details", refused.why().reason());
      }
    }
    return Reply.json(answer);
  }

  /** A failure would make the libraries drop what else is in the batch. */
  @Override
  public boolean isLenient() {
    return true;
  }
}
