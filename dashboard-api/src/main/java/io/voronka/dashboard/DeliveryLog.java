package io.voronka.dashboard;

import io.voronka.dashboard.delivery.Delivery;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import java.util.List;

/** What was delivered of alerts, and what is to be. Thread-safe. */
interface DeliveryLog {

  /** The deliveries of a project, the latest first. */
  List<Delivery> all(String project);

  /**
   * Asks whoever delivers to do this one.
   *
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if that can't be kept
   */
  void ask(Delivery delivery);
}
