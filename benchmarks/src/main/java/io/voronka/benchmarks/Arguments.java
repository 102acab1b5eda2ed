package io.voronka.benchmarks;

/** What benchmarks are given by their place; each has a value that is usual. */
final class Arguments {

  private Arguments() {}

  /**
   * Returns a whole number.
   *
   * @throws NumberFormatException if it is given and is none
   */
  static int number(String[] args, int index, int otherwise) {
    return args.length > index ? Integer.parseInt(args[index]) : otherwise;
  }
}
