package io.voronka.ingest;

import io.javalin.http.Context;
import io.voronka.ingest.call.Limits;
import io.voronka.kit.EarlyBodies;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.MalformedRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Reads request bodies within a limit, by their bytes and not by headers. */
final class RequestBody {

  /** A longer body is read to its end up to here, so that its sender can hear the refusal. */
  private static final int MOST_BYTES_PASSED_OVER = 32 * 1024 * 1024;

  private RequestBody() {}

  /**
   * Reads a body as it was sent.
   *
   * @throws ServiceException ({@link ProblemType#TOO_LARGE}) beyond the limit
   */
  static byte[] read(Context ctx, int mostBytes) {
    try {
      var early = EarlyBodies.bytes(ctx);
      if (early != null && early.length <= mostBytes) {
        return early;
      }
      var in = EarlyBodies.stream(ctx);
      var bytes = in.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes) {
        passOver(in);
        throw tooLarge(mostBytes);
      }
      return bytes;
    } catch (IOException cutOff) {
      throw new ServiceException(ProblemType.INVALID, "The body ended early.", cutOff);
    }
  }

  private static void passOver(InputStream in) throws IOException {
    var buffer = new byte[8192];
    long passed = 0;
    int read = 0;
    while (read >= 0 && passed < MOST_BYTES_PASSED_OVER) {
      read = in.read(buffer);
      passed += read;
    }
  }

  /**
   * Returns the body inflated if it is gzip, and as it is if not, whatever the headers said.
   *
   * @throws MalformedRecord if it begins as gzip and goes on as something else
   * @throws ServiceException ({@link ProblemType#TOO_LARGE}) beyond the limit
   */
  static byte[] inflated(byte[] body, int mostBytes) {
    if (!isGzip(body)) {
      return body;
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body), 8192)) {
      var bytes = in.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes) {
        throw tooLarge(mostBytes);
      }
      return bytes;
    } catch (IOException broken) {
      throw new MalformedRecord("is broken gzip", broken);
    }
  }

  private static boolean isGzip(byte[] body) {
    return body.length >= 2 && body[0] == 0x1f && (body[1] & 0xff) == 0x8b;
  }

  private static ServiceException tooLarge(int mostBytes) {
    return new ServiceException(ProblemType.TOO_LARGE, Limits.requestTooLarge(mostBytes));
  }
}
