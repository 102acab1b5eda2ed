package io.voronka.ingest.hook;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.ingest.protocol.UnusableBody;
import io.voronka.wire.source.Source;

/**
 * Any other webhook with JSON, by the mapping of its source: for each of our fields a JSON pointer
 * (RFC 6901) into the message, or a text that stands for itself.
 */
final class MappedJson implements Hook {

  private final EventDraft.Factory drafts;

  MappedJson(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  @Override
  public boolean isGenuine(HookRequest request, Source source) {
    return Signatures.isShown(request, source);
  }

  /** Nobody knows who sends it. */
  @Override
  public boolean isSentAgain() {
    return false;
  }

  @Override
  public CallsOfBody read(HookRequest request, Source source, JsonNode body) {
    var each = source.mapping().path("each").asText("");
    int bytes = request.body().length;
    return each.isEmpty()
        ? CallsOfBody.ofOne(body, message -> read(message, request, source))
        : CallsOfBody.ofHook(
            listAt(body, each), each, bytes, message -> read(message, request, source));
  }

  private static JsonNode listAt(JsonNode body, String each) {
    var list = at(body, each);
    if (!list.isArray()) {
      throw UnusableBody.invalid(each, "must be a list of messages, as the mapping says");
    }
    return list;
  }

  private CallReading read(JsonNode message, HookRequest request, Source source) {
    var mapping = source.mapping();
    var draft =
        drafts
            .begin(request.receivedAt())
            .isNamed(field(message, mapping, "event"), "event")
            .userId(field(message, mapping, "userId"), "userId")
            .anonymousId(field(message, mapping, "anonymousId"), "anonymousId")
            .email(field(message, mapping, "email"))
            .otherId("contact:" + source.id() + ":", field(message, mapping, "contact"), "contact")
            .time(field(message, mapping, "time"), "time");
    var id = field(message, mapping, "messageId");
    if (!CallTexts.isAbsent(id)) {
      draft.messageId(TextNode.valueOf(source.id() + ":" + id.asText()), "messageId");
    }
    for (var property : mapping.path("properties").properties()) {
      draft.put(property.getKey(), at(message, property.getValue().asText("")));
    }
    return draft.finish();
  }

  private static JsonNode field(JsonNode message, JsonNode mapping, String field) {
    return mapping.has(field) ? at(message, mapping.path(field).asText("")) : mapping.path(field);
  }

  /** Follows a pointer; a text that is none stands for itself. */
  private static JsonNode at(JsonNode message, String path) {
    return path.startsWith("/") ? message.at(JsonPointer.compile(path)) : TextNode.valueOf(path);
  }
}
