package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.kit.ServiceException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what could not be taken. */
interface RejectedReader {

  /** A rejection as it is kept, under its id. */
  record Kept(long id, ObjectNode json) {}

  /**
   * Some rejections.
   *
   * @param kept the newest first
   * @param next before which to look for more; null if there can't be more
   */
  record Page(List<Kept> kept, @Nullable Long next) {}

  /**
   * Reads a project's rejections, the newest first. The page may be short, even empty, and still
   * not be the last: its work has a bound.
   *
   * @param before only those with a smaller id; null: all
   * @throws ServiceException if Kafka is away
   */
  Page page(String project, @Nullable Long before, int limit);

  /** Finds one; empty if it is not there any more, or another project's. */
  Optional<Kept> find(String project, long id);
}
