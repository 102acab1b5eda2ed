package io.voronka.ingest.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.CallReading.Taken;
import io.voronka.ingest.call.CallType;
import io.voronka.ingest.call.Limits;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.ingest.protocol.CallsOfBody.RefusedCall;
import io.voronka.ingest.protocol.SegmentCalls.Envelope;
import io.voronka.kit.ProblemType;
import io.voronka.model.definition.Violation;
import io.voronka.model.event.PropertyValue;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.PlainJson;
import io.voronka.wire.PlainJson.NotPlain;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.PropertyPacker;
import io.voronka.wire.ReceivedEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body of Segment's, parsed in one pass and without a tree. What it says of all its calls may
 * stand behind them: they are read once the body is at its end.
 */
final class SegmentBody implements OpenBody {

  private final Protocol protocol;
  private final SegmentCalls reader;
  private final @Nullable CallType type;
  private final Instant receivedAt;
  private final byte[] body;
  private final List<SegmentCall> calls = new ArrayList<>();
  private @Nullable UnusableBody fault;
  private JsonNode writeKey = MissingNode.getInstance();
  private JsonNode sentAt = MissingNode.getInstance();
  private Map<String, @Nullable PropertyValue> context = Map.of();

  private SegmentBody(
      Protocol protocol,
      SegmentCalls reader,
      @Nullable CallType type,
      Instant receivedAt,
      byte[] body) {
    this.protocol = protocol;
    this.reader = reader;
    this.type = type;
    this.receivedAt = receivedAt;
    this.body = body;
  }

  /**
   * Parses a body.
   *
   * @param type of a body that is one call; null: it is a batch
   * @throws MalformedRecord saying what is wrong with it
   */
  static SegmentBody read(
      Protocol protocol,
      SegmentCalls reader,
      @Nullable CallType type,
      Instant receivedAt,
      byte[] bytes) {
    var json = inUtf8(Payload.plain(bytes));
    try {
      var body = new SegmentBody(protocol, reader, type, receivedAt, json);
      body.readBody(new PlainJson(json));
      return body;
    } catch (NotPlain other) {
      var body = new SegmentBody(protocol, reader, type, receivedAt, json);
      Json.read(json, body::readBody);
      return body;
    }
  }

  /** JSON may come in UTF-16 and UTF-32, and nobody sends it so. */
  private static byte[] inUtf8(byte[] json) {
    boolean isPlain = json.length < 2 || (json[0] > 0 && json[1] > 0);
    return isPlain ? json : Json.bytes(Json.read(json));
  }

  private SegmentBody readBody(JsonParser tokens) throws IOException {
    if (type != null) {
      var call = SegmentCall.read(tokens, body);
      calls.add(call);
      writeKey = call.said(SegmentField.WRITE_KEY);
      fault = call.isObject() ? null : UnusableBody.invalid("", "must be an object: one call");
      return this;
    }
    fault = UnusableBody.invalid("", "must be an object with a list \"batch\" of calls");
    if (tokens.currentToken() != JsonToken.START_OBJECT) {
      PropertyJson.passOver(tokens);
      return this;
    }
    var names = new HashSet<String>();
    while (tokens.nextToken() != JsonToken.END_OBJECT) {
      var name = tokens.currentName();
      if (!names.add(name)) {
        throw Json.repeated(tokens);
      }
      tokens.nextToken();
      readField(name, tokens);
    }
    return this;
  }

  private void readBody(PlainJson json) throws NotPlain {
    var packer = new PropertyPacker(json);
    if (type != null) {
      var call = SegmentCall.read(json, packer, body);
      calls.add(call);
      writeKey = call.said(SegmentField.WRITE_KEY);
    } else {
      readBatch(json, packer);
      NotPlain.unless(!calls.isEmpty());
    }
    json.end();
  }

  /** What a batch says of all its calls takes values to be put into each, and is not read here. */
  private void readBatch(PlainJson json, PropertyPacker packer) throws NotPlain {
    var names = new HashSet<String>();
    json.beginObject();
    for (int fields = 0; json.nextField(fields == 0); fields++) {
      var name = json.name();
      NotPlain.unless(names.add(name) && !name.equals("context"));
      switch (name) {
        case "batch" -> {
          json.beginList();
          json.expectAlike();
          while (json.nextItem(calls.isEmpty())) {
            NotPlain.unless(calls.size() < Limits.BATCH_CALLS);
            json.beginAlike();
            calls.add(SegmentCall.read(json, packer, body));
          }
        }
        case "sentAt" -> sentAt = packer.node();
        case "writeKey" -> writeKey = packer.node();
        default -> packer.passOver();
      }
    }
  }

  private void readField(String name, JsonParser tokens) throws IOException {
    switch (name) {
      case "batch" -> readBatch(tokens);
      case "context" -> context = SegmentCall.fieldsOrNone(tokens);
      case "sentAt" -> {
        sentAt = SegmentCall.node(tokens);
        PropertyJson.passOver(tokens);
      }
      case "writeKey" -> {
        writeKey = SegmentCall.node(tokens);
        PropertyJson.passOver(tokens);
      }
      default -> PropertyJson.passOver(tokens);
    }
  }

  private void readBatch(JsonParser tokens) throws IOException {
    if (tokens.currentToken() != JsonToken.START_ARRAY) {
      fault = UnusableBody.invalid("batch", "must be a list of calls");
      PropertyJson.passOver(tokens);
      return;
    }
    while (tokens.nextToken() != JsonToken.END_ARRAY) {
      if (calls.size() > Limits.BATCH_CALLS) {
        PropertyJson.passOver(tokens); // one too many is enough to refuse them all
      } else {
        calls.add(SegmentCall.read(tokens, body));
      }
    }
    fault = calls.isEmpty() ? UnusableBody.invalid("batch", "must have at least one call") : null;
    if (calls.size() > Limits.BATCH_CALLS) {
      var tooMany = new Violation("batch", Limits.tooManyCalls(Limits.BATCH_CALLS));
      fault = new UnusableBody(ProblemType.TOO_LARGE, RefusalKind.SIZE, tooMany);
    }
  }

  @Override
  public Protocol protocol() {
    return protocol;
  }

  @Override
  public List<@Nullable String> keys() {
    var keys = new ArrayList<@Nullable String>();
    keys.add(writeKey.textValue());
    return keys;
  }

  @Override
  public CallsOfBody calls() {
    if (fault != null) {
      throw fault;
    }
    var envelope = new Envelope(type, sentAt, context, receivedAt);
    var events = new ArrayList<ReceivedEvent>(calls.size());
    var refused = new ArrayList<RefusedCall>();
    for (int i = 0; i < calls.size(); i++) {
      var call = calls.get(i);
      var reading = isLarge(call) ? CallsOfBody.tooLarge() : reader.read(call, envelope);
      if (reading instanceof Taken taken) {
        events.addAll(taken.events());
      } else {
        var why = (Refused) reading;
        boolean isAlone = type != null;
        refused.add(new RefusedCall(isAlone ? null : i, isAlone ? "" : "batch", call.tree(), why));
      }
    }
    return new CallsOfBody(calls.size() - refused.size(), events, refused);
  }

  @Override
  public JsonNode tree() {
    return Json.read(body);
  }

  /** As it was sent it may have blanks, which don't count. */
  private static boolean isLarge(SegmentCall call) {
    return call.length() > Limits.CALL_BYTES && Json.bytes(call.tree()).length > Limits.CALL_BYTES;
  }
}
