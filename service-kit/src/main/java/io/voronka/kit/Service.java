package io.voronka.kit;

/** A part of the program with a life of its own. */
public interface Service extends AutoCloseable {

  /** A short name for logs and health answers. */
  String name();

  /**
   * Starts; called once. Returns when requests are taken, which may be before the service is ready.
   *
   * @throws ServiceException if it can't start at all
   */
  void start();

  /** Says whether it can do its work now. Cheap; any thread. */
  Health health();

  /** Finishes what was accepted and frees everything; bounded in time, harmless when repeated. */
  @Override
  void close();
}
