package io.voronka.allinone.load;

/** The ingest API refuses what is sent and would refuse it again. */
public final class LoadFailed extends Exception {

  private static final long serialVersionUID = 1L;

  LoadFailed(String message) {
    super(message);
  }
}
