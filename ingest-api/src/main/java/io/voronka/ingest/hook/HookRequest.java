package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.ingest.protocol.Form;
import io.voronka.ingest.protocol.Request;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to a hook. Its body is parsed once, though who sent it is asked before what it says.
 * Not thread-safe.
 */
public final class HookRequest {

  private final Request http;
  private final String method;
  private final String url;
  private final byte[] raw;
  private final byte[] body;
  private @Nullable Form form;
  private @Nullable ObjectNode formTree;
  private @Nullable JsonNode json;

  /**
   * Describes a request.
   *
   * @param http its headers and query
   * @param method in capitals
   * @param url the whole address as the sender knows it, with the query
   * @param raw the body as it was sent: signatures are over its bytes
   * @param body the same inflated
   */
  public HookRequest(Request http, String method, String url, byte[] raw, byte[] body) {
    this.http = http;
    this.method = method;
    this.url = url;
    this.raw = raw;
    this.body = body;
  }

  public Request http() {
    return http;
  }

  String method() {
    return method;
  }

  String url() {
    return url;
  }

  byte[] raw() {
    return raw;
  }

  public byte[] body() {
    return body;
  }

  /**
   * Returns the body as a form.
   *
   * @throws MalformedRecord if it is none
   */
  Form form() {
    if (form == null) {
      form = Form.parse(body);
    }
    return form;
  }

  /**
   * Returns the fields of the form as objects in each other, see {@link Form#tree}.
   *
   * @throws MalformedRecord if it is none
   */
  ObjectNode formTree() {
    if (formTree == null) {
      formTree = form().tree();
    }
    return formTree;
  }

  /**
   * Returns the body as JSON.
   *
   * @throws MalformedRecord saying what is wrong with it
   */
  JsonNode json() {
    if (json == null) {
      json = Json.read(body);
    }
    return json;
  }

  @Nullable String header(String name) {
    return http.header(name);
  }

  String query(String name) {
    var value = http.query(name);
    return value == null ? "" : value;
  }

  Instant receivedAt() {
    return http.receivedAt();
  }
}
