package io.voronka.allinone.load;

/** Shows a person how far a load has come. Called by several threads at once. */
public interface LoadProgress extends AutoCloseable {

  /** Everything up to a position of the source, or a little more or less, has been answered. */
  void moved(long position, LoadTally tally);

  /** The ingest API can't take anything now; what is to be sent waits. */
  void trouble(String reason);

  @Override
  void close();

  /** Shows nothing. */
  static LoadProgress silent() {
    return new LoadProgress() {
      @Override
      public void moved(long position, LoadTally tally) {}

      @Override
      public void trouble(String reason) {}

      @Override
      public void close() {}
    };
  }
}
