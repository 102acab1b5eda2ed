package io.voronka.benchmarks;

/**
 * {@link Resilience} with containers: those of {@code docker-compose.yml}, with as many of the
 * stream program as wanted, killed by {@code docker kill} and started again.
 *
 * <p>Arguments: seconds (600), instances (4), events a second (400), seed.
 */
public final class ContainerResilience {

  private ContainerResilience() {}

  /** Runs it and prints its figures; says what is missing where no containers can be run. */
  public static void main(String[] args) throws Exception {
    try {
      Compose.command();
    } catch (IllegalStateException missing) {
      System.err.println(missing.getMessage());
      System.exit(1);
    }
    Resilience.measure(Resilience.Plan.of(args, 4), ContainerCluster::new);
  }
}
