package io.voronka.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** Something that counts what is on a {@link ShopTopic}, in a process of its own. */
interface StreamPeer {

  /** Starts it on a topic; its files go to the folder. */
  Run start(ShopTopic topic, Path folder) throws Exception;

  /** It while it runs. */
  interface Run extends AutoCloseable {

    /** Looks for a moment; returns whether the figures of the first part, or of all, are there. */
    boolean isDone(boolean isAll) throws Exception;

    /**
     * Compares the figures with what they have to be.
     *
     * @throws IllegalStateException if they are others
     */
    void check() throws Exception;

    /** The memory that its processes take now, in bytes; 0 where that is not known. */
    default long residentBytes() throws IOException {
      return 0;
    }

    @Override
    void close();
  }
}
