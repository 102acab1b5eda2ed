package io.voronka.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.model.session.SessionDetails;
import io.voronka.model.session.SessionProperty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** The records of {@link Topics#SESSIONS}: a session as it is known now. */
public final class SessionRecord {

  private SessionRecord() {}

  /** The key: project, the person's id and the time of the first event, zero bytes between. */
  public static byte[] key(byte[] person, long startMillis) {
    var start = ("\0" + Instant.ofEpochMilli(startMillis)).getBytes(StandardCharsets.UTF_8);
    var key = Arrays.copyOf(person, person.length + start.length);
    System.arraycopy(start, 0, key, person.length, start.length);
    return key;
  }

  /** Reads the person from a key. */
  public static byte[] person(byte[] key) {
    int end = key.length - 1;
    while (end > 0 && key[end] != 0) {
      end--;
    }
    return Arrays.copyOf(key, end);
  }

  /**
   * The value, as JSON: {@code project}, {@code person}, {@code start}, {@code end}, {@code
   * events}, {@code bounce}, and what is known of {@link SessionProperty} by name.
   *
   * @param person in the form of {@link EventCodec#senderKey}
   */
  public static byte[] value(byte[] person, SessionDetails session) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("project", EventCodec.projectOf(person))
            .put("person", EventCodec.senderOf(person));
    for (var property : SessionProperty.values()) {
      var value = session.get(property);
      if (value != null) {
        json.set(property.text(), PropertyJson.write(value));
      }
    }
    json.put("end", Instant.ofEpochMilli(session.session().lastMillis()).toString())
        .put("events", session.events().size())
        .put("bounce", session.isBounce());
    return Json.bytes(json);
  }
}
