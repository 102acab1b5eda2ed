package io.voronka.allinone.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a file, one JSON object a line, plain or gzip (by its first bytes, whatever its
 * name). Read as it is asked for; empty lines are skipped, others that are no call are reported.
 *
 * <p>A call without {@code messageId} is given one made of its line's number and text, so that
 * loading the same file again counts nothing twice.
 */
public final class CallFile implements Iterator<OutgoingCall>, AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final CountingStream bytes;
  private final BufferedReader lines;
  private final Consumer<BadLine> onBadLine;
  private long line;
  private @Nullable OutgoingCall next;

  /** A line that is no call: its number, from 1, and what is wrong with it. */
  public record BadLine(long line, String reason) {}

  /**
   * Opens a file.
   *
   * @throws IOException if it can't be read
   */
  public CallFile(Path file, Consumer<BadLine> onBadLine) throws IOException {
    this.onBadLine = onBadLine;
    bytes = new CountingStream(Files.newInputStream(file));
    try {
      lines =
          new BufferedReader(
              new InputStreamReader(PlainOrGzip.of(bytes, BUFFER_BYTES), StandardCharsets.UTF_8),
              BUFFER_BYTES);
    } catch (IOException damaged) {
      bytes.close();
      throw damaged;
    }
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      String text;
      try {
        text = lines.readLine();
      } catch (IOException failed) {
        throw new UncheckedIOException("line " + (line + 1) + " can't be read", failed);
      }
      if (text == null) {
        return false;
      }
      line++;
      if (!text.isBlank()) {
        next = parse(text);
      }
    }
    return true;
  }

  private @Nullable OutgoingCall parse(String text) {
    try {
      if (Json.read(text.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode call) {
        if (!call.hasNonNull("messageId")) {
          call.put("messageId", idOf(line + ":" + text));
        }
        return new OutgoingCall(call, bytes.count);
      }
      onBadLine.accept(new BadLine(line, "is no JSON object"));
    } catch (MalformedRecord malformed) {
      var reason = Objects.toString(malformed.getMessage(), "is no JSON");
      onBadLine.accept(new BadLine(line, reason.replace("(line 1, ", "("))); // the text's only line
    }
    return null;
  }

  private static String idOf(String lineWithNumber) {
    return UUID.nameUUIDFromBytes(lineWithNumber.getBytes(StandardCharsets.UTF_8)).toString();
  }

  @Override
  public OutgoingCall next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var call = Objects.requireNonNull(next);
    next = null;
    return call;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  /** Knows how many bytes have been taken from it. */
  private static final class CountingStream extends FilterInputStream {

    private long count;

    CountingStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = super.read(into, from, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
