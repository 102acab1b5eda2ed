package io.voronka.allinone.load;

import io.voronka.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Calls that travel in one request, up to {@value #MAX_CALLS} and {@value #MAX_BYTES} bytes. */
final class Batch {

  static final int MAX_CALLS = 100;
  static final int MAX_BYTES = 400 * 1024; // of the 500 KB that a request may have, uncompressed

  private static final byte[] OPEN = "{\"batch\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] CLOSE = "]}".getBytes(StandardCharsets.UTF_8);

  private final List<byte[]> calls = new ArrayList<>();
  private long position;
  private int bytes;

  /** Adds a call if there is room; an empty batch has room for every call. */
  boolean add(OutgoingCall call) {
    var json = Json.bytes(call.json());
    if (!calls.isEmpty() && (calls.size() == MAX_CALLS || bytes + json.length + 1 > MAX_BYTES)) {
      return false;
    }
    calls.add(json);
    bytes += json.length + 1;
    position = call.position();
    return true;
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  int size() {
    return calls.size();
  }

  /** The position of the last call. */
  long position() {
    return position;
  }

  /** The body of the request, compressed. */
  byte[] gzip() {
    var body = new ByteArrayOutputStream(bytes / 4 + 64);
    try (var out = new GZIPOutputStream(body)) {
      out.write(OPEN);
      for (int i = 0; i < calls.size(); i++) {
        if (i > 0) {
          out.write(',');
        }
        out.write(calls.get(i));
      }
      out.write(CLOSE);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return body.toByteArray();
  }
}
