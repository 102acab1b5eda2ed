package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A body that has been parsed, before it is known whose it is. */
public interface OpenBody {

  /** Returns who speaks, where a path is shared by several. */
  Protocol protocol();

  /** Returns what may be the write key, the one that counts first; each may be null. */
  List<@Nullable String> keys();

  /**
   * Reads all messages.
   *
   * @throws UnusableBody if there are none at all
   */
  CallsOfBody calls();

  /** Returns the value that it carries, for what has to be kept of it. */
  JsonNode tree();
}
