package io.voronka.model.identity;

/** What the writer of forced merges is told. Every implementation is a value. */
public sealed interface WriterMessage {

  /** Two ids are to be one person for good; who {@code previous} is follows who {@code id} is. */
  record ForceRequest(String previous, String id) implements WriterMessage {}

  /** The room of an id was erased: it follows nobody by force any more. */
  record Forget(String id) implements WriterMessage {}
}
