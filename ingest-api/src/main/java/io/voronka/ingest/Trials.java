package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.hook.Hook;
import io.voronka.ingest.hook.HookRequest;
import io.voronka.ingest.privacy.Refinery;
import io.voronka.ingest.privacy.Visitor;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.ingest.protocol.UnusableBody;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.EventCodec;
import io.voronka.wire.FormReader;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.source.Source;
import io.voronka.wire.source.SourceForm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/** Tells what would be kept of a webhook, and keeps nothing of it. */
final class Trials {

  /** Of events and of what is rejected: a body can hold thousands. */
  static final int MOST_TOLD = 50;

  private final Map<String, Hook> hooks;
  private final Refinery refinery;
  private final InstantSource clock;

  Trials(EventDraft.Factory drafts, Refinery refinery, InstantSource clock) {
    this.hooks = Hook.all(drafts);
    this.refinery = refinery;
    this.clock = clock;
  }

  /**
   * Takes {@code {"id": "...", "source": {...}, "sample": "...", "query": "..."}}: the source as
   * the API describes it, a body as it would send it, and what it would send in the address, if it
   * does.
   *
   * @return the first {@code events} that would be kept, and why what is {@code rejected} would not
   *     be; how many of both there are is {@code accepted} and {@code refused}
   * @throws ServiceException ({@link ProblemType#INVALID}) if that is no source or no sample
   */
  JsonNode of(String project, byte[] body) {
    var form = new FormReader();
    JsonNode json;
    try {
      json = Json.read(body);
    } catch (MalformedRecord malformed) {
      throw new ServiceException(
          ProblemType.INVALID, "The body " + malformed.getMessage() + ".", malformed);
    }
    var source =
        new SourceForm(json.path("id").asText(""), json.path("source"), form).ofApi(project);
    var sample = form.text("sample", json.path("sample"), "");
    var query = form.textOrNull("query", json.path("query"));
    var hook = hooks.get(source.kind());
    if (hook == null || !form.violations().isEmpty()) {
      throw new ServiceException(ProblemType.INVALID, "This can't be tried.", form.violations());
    }
    var name = "hooks/" + source.kind() + "/" + source.id();
    var parameters = HttpRequest.parametersOf(query);
    var http = new StoredRequest(name, Map.of(), parameters, clock.instant());
    var bytes = sample.strip().getBytes(StandardCharsets.UTF_8);
    return answer(project, read(hook, source, new HookRequest(http, "POST", "", bytes, bytes)));
  }

  private static CallsOfBody read(Hook hook, Source source, HookRequest request) {
    try {
      return hook.read(request, source, hook.body(request));
    } catch (MalformedRecord malformed) {
      return HookRoutes.unreadable(request, "body", String.valueOf(malformed.getMessage()));
    } catch (UnusableBody unusable) {
      return HookRoutes.unreadable(request, "", String.valueOf(unusable.getMessage()));
    }
  }

  private ObjectNode answer(String project, CallsOfBody calls) {
    var json = JsonNodeFactory.instance.objectNode();
    var first = calls.events().stream().limit(MOST_TOLD).toList();
    var events = json.put("accepted", calls.events().size()).putArray("events");
    refinery.refine(project, first, Visitor.UNKNOWN).forEach(one -> events.add(event(one)));
    var refused = json.put("refused", calls.refused().size()).putArray("rejected");
    calls.refused().stream()
        .limit(MOST_TOLD)
        .forEach(
            call ->
                refused.addObject().put("index", call.index()).put("reason", call.why().reason()));
    return json;
  }

  private static ObjectNode event(ReceivedEvent received) {
    var event = received.event();
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", received.kind().name().toLowerCase(Locale.ROOT))
            .put("event", event.name())
            .put("userId", received.userId())
            .put("anonymousId", received.anonymousId());
    received.otherIds().forEach(json.putArray("otherIds")::add);
    json.put("time", Instant.ofEpochMilli(event.timeMillis()).toString())
        .put("messageId", event.id());
    json.set("properties", PropertyJson.write(EventCodec.properties(event)));
    return json;
  }
}
