package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.ingest.call.CallType;
import io.voronka.ingest.call.EventDraft;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Segment's tracking API, as its server and browser libraries speak it. */
public final class Segment implements Protocol {

  private final SegmentCalls calls;
  private final @Nullable CallType type;

  private Segment(SegmentCalls calls, @Nullable CallType type) {
    this.calls = calls;
    this.type = type;
  }

  /** Returns the paths and what is spoken there. */
  public static Map<String, Protocol> routes(EventDraft.Factory drafts) {
    var calls = new SegmentCalls(drafts);
    var routes = new LinkedHashMap<String, Protocol>();
    for (var path : List.of("/v1/batch", "/v1/import", "/v1/b")) {
      routes.put(path, new Segment(calls, null));
    }
    for (var type : CallType.values()) {
      routes.put("/v1/" + type.text(), new Segment(calls, type));
      routes.put("/v1/" + type.text().charAt(0), new Segment(calls, type)); // of the browser
    }
    return routes;
  }

  /**
   * Returns what the browser library asks for first: from it, and not from the snippet, it takes
   * key and address.
   *
   * @param address without a scheme
   */
  public static Reply settings(String key, String scheme, String address) {
    var settings = JsonNodeFactory.instance.objectNode();
    settings
        .putObject("integrations")
        .putObject("Segment.io")
        .put("apiKey", key)
        .put("apiHost", address + "/v1")
        .put("protocol", scheme);
    return Reply.json(settings);
  }

  @Override
  public OpenBody open(Request request, byte[] bytes) {
    return SegmentBody.read(this, calls, type, request.receivedAt(), bytes);
  }
}
