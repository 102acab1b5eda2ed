package io.voronka.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The containers of {@code docker-compose.yml}: they start, count, are killed one after the other,
 * and their broker restarts; in the short form of {@code benchmarks/run ContainerResilience}.
 */
class ContainerResilienceE2E {

  @BeforeEach
  void skip_where_there_are_no_containers() throws Exception {
    try {
      Compose.command();
    } catch (IllegalStateException missing) {
      abort("skipped: " + missing.getMessage());
    }
  }

  @Test
  void figures_are_exact_whatever_is_killed(@TempDir Path folder) throws Exception {
    var plan = new Resilience.Plan(Duration.ZERO, Duration.ZERO, 2, 100, 20_261_129);

    var outcome = Resilience.run(plan, ContainerCluster::new, folder);

    System.out.println(outcome);
    assertThat(outcome.events()).isPositive();
    assertThat(outcome.pauses()).hasSize(2);
  }
}
