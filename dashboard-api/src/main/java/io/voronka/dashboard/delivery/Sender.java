package io.voronka.dashboard.delivery;

import io.voronka.model.detection.AlertRule.Receiver;
import io.voronka.wire.alert.AlertNotice;

/** Tells receivers of alerts. Thread-safe. */
interface Sender extends AutoCloseable {

  /**
   * Makes one attempt, which takes a bounded time.
   *
   * @param id of the delivery
   */
  Sending send(Receiver receiver, AlertNotice notice, String id);

  @Override
  void close();
}
