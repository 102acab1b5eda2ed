package io.voronka.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * The one way to read and write JSON: strict about form, bounded in depth and size.
 *
 * <p>No field may come twice in an object. Whoever keeps the fields notices that at less cost than
 * the parser, which would keep them once more; only what could not be read is read again by a
 * parser that notices it, to say what is wrong first and where.
 */
public final class Json {

  /** Levels of lists and objects in each other. */
  public static final int MAX_DEPTH = 32;

  private static final String NOT_JSON = "is not valid JSON";

  private static final JsonMapper MAPPER =
      mapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();
  private static final JsonMapper STRICT =
      mapper().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  private static JsonMapper.Builder mapper() {
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(400)
                        .build())
                .build())
        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * Parses one JSON value.
   *
   * @throws MalformedRecord saying what is wrong and where; never with a piece of the input in it
   */
  public static JsonNode read(byte[] json) {
    try {
      var node = MAPPER.readTree(json);
      if (node == null || node.isMissingNode()) {
        throw new MalformedRecord("is empty");
      }
      return node;
    } catch (IOException malformed) {
      throw malformed(json, malformed);
    }
  }

  /**
   * Reads one value from its tokens, the first of which is the current one; ends at its last. Looks
   * at every field, and throws {@link #repeated} at one that was there before.
   */
  @FunctionalInterface
  public interface TokenReader<T> {
    T read(JsonParser tokens) throws IOException;
  }

  /**
   * Parses one JSON value by the same rules, without a tree.
   *
   * @throws MalformedRecord as {@link #read(byte[])} does
   */
  public static <T> T read(byte[] json, TokenReader<T> reader) {
    try (var tokens = MAPPER.createParser(json)) {
      if (tokens.nextToken() == null) {
        throw new MalformedRecord("is empty");
      }
      var value = reader.read(tokens);
      if (tokens.nextToken() != null) {
        throw new JsonParseException(tokens, "more behind it", tokens.currentTokenLocation());
      }
      return value;
    } catch (IOException malformed) {
      throw malformed(json, malformed);
    }
  }

  /** What a reader of tokens throws at a field that comes twice in its object. */
  public static IOException repeated(JsonParser tokens) {
    return new JsonParseException(tokens, "repeats a field");
  }

  private static MalformedRecord malformed(byte[] json, IOException found) {
    try {
      var unused = STRICT.readTree(json);
      return new MalformedRecord(NOT_JSON, found);
    } catch (JsonProcessingException first) {
      return new MalformedRecord(describe(first), first);
    } catch (IOException first) {
      // Bytes that look like UTF-16 or UTF-32 and are not.
      return new MalformedRecord(NOT_JSON, first);
    }
  }

  private static String describe(JsonProcessingException malformed) {
    var message = malformed.getOriginalMessage();
    var problem =
        message.contains("nesting depth")
            ? "is nested deeper than " + MAX_DEPTH + " levels"
            : message.startsWith("Duplicate field") ? "repeats a field" : NOT_JSON;
    var at = malformed.getLocation();
    return at == null
        ? problem
        : problem + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }

  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a value that can't be JSON", bug);
    }
  }

  /**
   * Reads a value that this program wrote itself.
   *
   * @throws MalformedRecord if it is none
   */
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      var value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new MalformedRecord("not a " + type.getSimpleName());
      }
      return value;
    } catch (IOException malformed) {
      throw new MalformedRecord("not a " + type.getSimpleName(), malformed);
    }
  }
}
