package io.voronka.allinone.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Reads what may be gzip: by its first bytes, whatever its name. */
public final class PlainOrGzip {

  private static final int GZIP_FIRST_BYTE = 0x1f;
  private static final int GZIP_SECOND_BYTE = 0x8b;

  private PlainOrGzip() {}

  /** Returns the content inflated if it is gzip, and as it is if not; buffered. */
  public static InputStream of(InputStream content, int bufferBytes) throws IOException {
    var in = new BufferedInputStream(content, bufferBytes);
    in.mark(2);
    boolean isGzip = in.read() == GZIP_FIRST_BYTE && in.read() == GZIP_SECOND_BYTE;
    in.reset();
    return isGzip ? new GZIPInputStream(in, bufferBytes) : in;
  }
}
