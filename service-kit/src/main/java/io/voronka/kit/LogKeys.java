package io.voronka.kit;

/**
 * The keys of log records: to what and whom a message refers. Never a payload, a key or a token.
 */
public final class LogKeys {

  public static final String SERVICE = "service";
  public static final String ADDRESS = "address";
  public static final String REFERENCE = "reference";
  public static final String PROJECT = "project";
  public static final String SOURCE = "source";
  public static final String FUNNEL = "funnel";
  public static final String VERSION = "version";
  public static final String STAGE = "stage";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";
  public static final String TOPIC = "topic";
  public static final String REASON = "reason";
  public static final String STATE = "state";
  public static final String BYTES = "bytes";

  private LogKeys() {}
}
