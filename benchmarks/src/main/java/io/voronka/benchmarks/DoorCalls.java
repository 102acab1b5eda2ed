package io.voronka.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests as an SDK sends them, with calls of some 307 bytes. */
final class DoorCalls {

  static final int BATCH = 100;

  private static final String AUTHORIZATION = "Authorization: Bearer " + DoorProcess.KEY + "\r\n";

  private DoorCalls() {}

  /** Makes a call. */
  static String call(int number) {
    return """
    {"type":"track","event":"Product Viewed","userId":"user-%07d","messageId":"message-%012d",\
    "timestamp":"%s","properties":{"sku":"sku-%05d","category":"shoes","price":%d.90,\
    "currency":"EUR","utm_source":"newsletter","path":"/shop/shoes/%05d"},\
    "context":{"locale":"de-DE","library":{"name":"bench"}}}\
    """
        .formatted(
            number % 100_000,
            number,
            Instant.now().toString().substring(0, 19) + ".000Z",
            number % 5000,
            number % 200,
            number % 5000);
  }

  /** Makes a request of one call. */
  static byte[] single(int number) {
    return HttpLine.request("/v1/track", AUTHORIZATION, bytes(call(number)));
  }

  /** Makes a request of {@value #BATCH} calls. */
  static byte[] batch(int number) {
    var calls =
        IntStream.range(number * BATCH, (number + 1) * BATCH)
            .mapToObj(DoorCalls::call)
            .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
    return HttpLine.request("/v1/batch", AUTHORIZATION, bytes(calls));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
