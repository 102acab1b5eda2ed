package io.voronka.model.identity;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Runs a property over many seeds. */
final class Seeds {

  private Seeds() {}

  /**
   * Returns the first seed at which something is wrong, and what.
   *
   * @param faults what is wrong at a seed, an empty text if nothing
   */
  static Optional<String> firstFault(long cases, LongFunction<String> faults) {
    return LongStream.range(0, cases)
        .parallel()
        .mapToObj(seed -> fault(seed, faults))
        .filter(fault -> !fault.isEmpty())
        .findFirst();
  }

  private static String fault(long seed, LongFunction<String> faults) {
    String fault;
    try {
      fault = faults.apply(seed);
    } catch (RuntimeException broken) {
      fault = broken.toString();
    }
    return fault.isEmpty() ? "" : "seed " + seed + ": " + fault;
  }
}
