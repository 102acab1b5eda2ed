package io.voronka.kit;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of requests before the requests get a thread, so that slow senders keep none.
 * While too much is being read at once, requests read the rest of theirs themselves.
 */
public final class EarlyBodies extends Handler.Wrapper {

  private static final String ATTRIBUTE = "voronka.body";
  private static final long MOST_BYTES_AT_ONCE = 32L << 20; // of all that are being read
  private static final int MOST_BYTES_BELIEVED = 128 * 1024; // of what is announced
  private static final int FIRST_BYTES = 8 * 1024; // of what is not

  private final int mostBytes;
  private final AtomicLong held = new AtomicLong();

  /**
   * Makes one.
   *
   * @param mostBytes of a body; what is longer is left to the request
   */
  EarlyBodies(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * What was read of a body.
   *
   * @param failure why no more of it comes; null: nothing failed
   */
  private record Early(byte[] bytes, boolean isWhole, @Nullable Throwable failure) {}

  /**
   * Returns the bytes of a request's body if all of them are there; the array is the caller's. Null
   * if they have to be read from {@link #stream}.
   */
  public static byte @Nullable [] bytes(Context ctx) {
    return ctx.req().getAttribute(ATTRIBUTE) instanceof Early early && early.isWhole()
        ? early.bytes()
        : null;
  }

  /** Returns a request's body, from its beginning. */
  public static InputStream stream(Context ctx) throws IOException {
    if (!(ctx.req().getAttribute(ATTRIBUTE) instanceof Early early)) {
      return ctx.bodyInputStream();
    }
    if (early.failure() != null) {
      throw new IOException(early.failure());
    }
    var in = new ByteArrayInputStream(early.bytes());
    return early.isWhole() ? in : new SequenceInputStream(in, ctx.bodyInputStream());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    long announced = request.getLength(); // −1: it is not
    boolean hasBody = announced > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    if (!hasBody) {
      return super.handle(request, response, callback);
    }
    int expected =
        announced > 0 && announced <= MOST_BYTES_BELIEVED ? (int) announced : FIRST_BYTES;
    var reading = new Reading(request, response, callback, expected);
    return !reading.isEnded() || reading.pass();
  }

  /** One body; read by one thread at a time. */
  private final class Reading implements Runnable {

    private final Request request;
    private final Response response;
    private final Callback callback;
    private byte[] bytes;
    private int size;
    private boolean isWhole;
    private @Nullable Throwable failure;

    Reading(Request request, Response response, Callback callback, int expectedBytes) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.bytes = new byte[expectedBytes];
      held.addAndGet(expectedBytes);
    }

    /** Reads what has come; returns whether nothing more is to be waited for. */
    boolean isEnded() {
      while (!isWhole && failure == null && mayRead()) {
        var chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return false;
        }
        if (Content.Chunk.isFailure(chunk)) {
          failure = chunk.getFailure();
        } else {
          add(chunk.getByteBuffer());
          isWhole = chunk.isLast();
          chunk.release();
        }
      }
      return true;
    }

    private boolean mayRead() {
      return size <= mostBytes && held.get() <= MOST_BYTES_AT_ONCE;
    }

    private void add(ByteBuffer more) {
      int needed = size + more.remaining();
      if (needed > bytes.length) {
        int length = Math.max(needed, 2 * bytes.length);
        held.addAndGet(length - bytes.length);
        bytes = Arrays.copyOf(bytes, length);
      }
      more.get(bytes, size, more.remaining());
      size = needed;
    }

    /** Lets the request go on; returns whether somebody answers it. */
    boolean pass() throws Exception {
      held.addAndGet(-bytes.length);
      var read = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
      request.setAttribute(ATTRIBUTE, new Early(read, isWhole, failure));
      return EarlyBodies.super.handle(request, response, callback);
    }

    /** Something has come. What the request does may wait, and must not do so here. */
    @Override
    public void run() {
      if (isEnded()) {
        request.getComponents().getExecutor().execute(this::passLate);
      }
    }

    private void passLate() {
      try {
        if (!pass()) {
          Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
        }
      } catch (Exception failed) {
        Response.writeError(request, response, callback, failed);
      }
    }
  }
}
