package io.voronka.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;

/** Lets the product and somebody else answer the same question in turns, and compares the times. */
final class Duel {

  private final Callable<List<Long>> product;
  private final Callable<List<Long>> other;
  private final String name;
  private final Timings ofProduct = new Timings();
  private final Timings ofOther = new Timings();
  private final Timings ratios = new Timings();

  /**
   * Makes one.
   *
   * @param product asks the product
   * @param name of the other
   * @param other asks it
   */
  Duel(Callable<List<Long>> product, String name, Callable<List<Long>> other) {
    this.product = product;
    this.name = name;
    this.other = other;
  }

  /** Runs rounds that don't count. */
  void warmUp(int rounds) throws Exception {
    for (int i = 0; i < rounds; i++) {
      round(new Timings(), new Timings());
    }
  }

  /**
   * Runs rounds.
   *
   * @throws IllegalStateException if the answers differ
   */
  void run(int rounds) throws Exception {
    for (int i = 0; i < rounds; i++) {
      round(ofProduct, ofOther);
      ratios.add(ofOther.last() / ofProduct.last());
    }
  }

  private void round(Timings intoProduct, Timings intoOther) throws Exception {
    var ours = timed(product, intoProduct);
    var theirs = timed(other, intoOther);
    if (!ours.equals(theirs)) {
      throw new IllegalStateException("product " + ours + ", " + name + " " + theirs);
    }
  }

  private static List<Long> timed(Callable<List<Long>> asked, Timings into) throws Exception {
    long start = System.nanoTime();
    var answer = asked.call();
    into.add((System.nanoTime() - start) / 1e6);
    return answer;
  }

  /** Milliseconds that the product took. */
  Timings ofProduct() {
    return ofProduct;
  }

  /** Milliseconds that the other took. */
  Timings ofOther() {
    return ofOther;
  }

  /** How many times as fast the product was, by round. */
  Timings ratios() {
    return ratios;
  }
}
