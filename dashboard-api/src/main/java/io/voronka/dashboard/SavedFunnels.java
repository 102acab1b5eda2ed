package io.voronka.dashboard;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.definition.Funnel;

/** Finds saved funnels. Thread-safe. */
interface SavedFunnels {

  /**
   * Returns the funnel's current version.
   *
   * @throws ServiceException ({@link ProblemType#NOT_FOUND}) if there is none
   */
  Funnel get(String project, String id);

  /**
   * Returns the version that a report of this query is of: the one before while the current is
   * computed. A list has to be of the same.
   */
  Funnel reported(Funnel current, ReportQuery query);
}
