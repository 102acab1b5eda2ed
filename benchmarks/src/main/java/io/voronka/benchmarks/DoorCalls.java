package io.voronka.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Requests as an SDK sends them: calls of some 350 bytes, no two alike, with ids that are UUIDs.
 */
final class DoorCalls {

  static final int BATCH = 100;

  private static final String AUTHORIZATION = "Authorization: Bearer " + DoorProcess.KEY + "\r\n";

  private DoorCalls() {}

  /** Makes a call; the same one for the same number. */
  static String call(int number) {
    var random = new Random(number);
    return """
    {"type":"track","event":"Product Viewed","userId":"%s","messageId":"%s",\
    "timestamp":"%s","properties":{"sku":"sku-%05d","category":"shoes","price":%d.90,\
    "currency":"EUR","utm_source":"newsletter","path":"/shop/shoes/%05d"},\
    "context":{"locale":"de-DE","library":{"name":"bench"}}}\
    """
        .formatted(
            uuid(new Random(number % 100_000)),
            uuid(random),
            Instant.now().toString().substring(0, 19) + ".%03dZ".formatted(random.nextInt(1000)),
            random.nextInt(5000),
            random.nextInt(200),
            random.nextInt(5000));
  }

  private static UUID uuid(Random random) {
    return new UUID(random.nextLong(), random.nextLong());
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
