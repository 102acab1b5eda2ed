package io.voronka.model.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssociationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          SOURCE                                                        | A | B | C  | D | P
          R, fisher.test of Fisher's tea (Penn State STAT 504)          | 3 | 1 | 1  | 3 | 0.4857
          SciPy manual, fisher_exact of whales and sharks               | 8 | 2 | 1  | 5 | 0.0350
          crate fishers_exact, after Langsrud's calculator              | 1 | 9 | 11 | 3 | 0.0028
          nobody went on: nothing to compare                            | 0 | 7 | 0  | 9 | 1
          everybody has it: nothing to compare                          | 4 | 5 | 0  | 0 | 1
          """)
  void the_exact_test_gives_published_values(
      String source, long a, long b, long c, long d, double p) {
    assertThat(new Association(a, b, c, d).pValue()).isCloseTo(p, within(5e-5));
  }

  @Test
  void the_exact_test_is_the_sum_of_all_tables_that_are_no_more_likely() {
    for (long seed = 0; seed < 2000; seed++) {
      var random = new Random(seed);
      int most = 1 + random.nextInt(40);
      var table =
          new Association(
              random.nextInt(most),
              random.nextInt(most),
              random.nextInt(most) + 1,
              random.nextInt(most));
      assertThat(table.pValue())
          .as("seed %s: %s", seed, table)
          .isCloseTo(byCounting(table), within(1e-9));
    }
  }

  /** All ways in which so many of them could have gone on, counted one by one. */
  private static double byCounting(Association table) {
    long with = table.with();
    long advanced = table.advancedWith() + table.advancedWithout();
    long first = Math.max(0, advanced - table.without());
    var ways = new TreeMap<Long, BigInteger>();
    ways.put(first, choose(with, first).multiply(choose(table.without(), advanced - first)));
    for (long k = first; k < Math.min(with, advanced); k++) {
      ways.put(
          k + 1,
          ways.get(k)
              .multiply(BigInteger.valueOf((with - k) * (advanced - k)))
              .divide(BigInteger.valueOf((k + 1) * (table.without() - advanced + k + 1))));
    }
    var observed = ways.get(table.advancedWith());
    var all = BigInteger.ZERO;
    var asUnlikely = BigInteger.ZERO;
    for (var one : ways.values()) {
      all = all.add(one);
      asUnlikely = one.compareTo(observed) <= 0 ? asUnlikely.add(one) : asUnlikely;
    }
    return new BigDecimal(asUnlikely)
        .divide(new BigDecimal(all), MathContext.DECIMAL64)
        .doubleValue();
  }

  private static BigInteger choose(long n, long k) {
    var ways = BigInteger.ONE;
    for (long i = 0; i < k; i++) {
      ways = ways.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
    }
    return ways;
  }

  @Test
  void large_tables_are_tested_as_exactly() {
    for (long seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      var table =
          new Association(
              1000 + random.nextInt(100),
              1000 + random.nextInt(100),
              2000 + random.nextInt(200),
              2000 + random.nextInt(200));
      assertThat(table.pValue())
          .as("seed %s: %s", seed, table)
          .isCloseTo(byCounting(table), within(1e-9));
    }
    assertThat(new Association(30_000, 30_000, 30_000, 30_000).pValue()).isEqualTo(1);
    assertThat(new Association(3_000_000_000L, 1, 2, 3_000_000_000L).pValue()).isZero();
    assertThat(new Association(500_500_000, 499_500_000, 500_000_000, 500_000_000).pValue())
        .as("near the normal distribution's, two-sided at z = 22.36")
        .isBetween(1e-111, 1e-109);
  }

  @Test
  void lift_compares_those_with_it_with_everybody() {
    var table = new Association(30, 10, 20, 40);

    assertThat(table.rateWith()).isEqualTo(0.75);
    assertThat(table.rateWithout()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(table.lift()).isEqualTo(1.5);
    assertThat(new Association(0, 0, 1, 1).lift()).isNull();
    assertThat(new Association(0, 3, 0, 1).lift()).isNull();
    assertThat(new Association(1, 0, 0, 0).rateWithout()).isNull();
  }

  @Test
  void the_example_of_the_paper_on_false_discoveries_has_four_of_them() {
    var pValues =
        new double[] { // Benjamini and Hochberg 1995, section 4.1
          0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
          0.5719, 0.6528, 0.7590, 1.0
        };

    var qValues = FalseDiscovery.qValues(pValues);

    assertThat(qValues).isSorted();
    assertThat(qValues[3]).isCloseTo(0.0095 * 15 / 4, within(1e-12)).isLessThan(0.05);
    assertThat(qValues[4]).isGreaterThan(0.05);
    assertThat(FalseDiscovery.qValues(new double[] {0.04, 0.01, 0.03}))
        .containsExactly(new double[] {0.04, 0.03, 0.04}, within(1e-12));
    assertThat(FalseDiscovery.qValues(new double[0])).isEmpty();
  }
}
