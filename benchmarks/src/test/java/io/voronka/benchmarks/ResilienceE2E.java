package io.voronka.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stream instances come, are killed and leave, and the broker restarts, under load; in the short
 * form of {@code benchmarks/run Resilience}.
 */
class ResilienceE2E {

  @Test
  void figures_are_exact_whatever_is_killed(@TempDir Path folder) throws Exception {
    var plan = new Resilience.Plan(Duration.ZERO, Duration.ZERO, 3, 100, 20_261_129);

    var outcome = Resilience.run(plan, ProcessCluster::new, folder);

    System.out.println(outcome);
    assertThat(outcome.events()).isPositive();
    assertThat(outcome.pauses()).hasSize(3);
  }
}
