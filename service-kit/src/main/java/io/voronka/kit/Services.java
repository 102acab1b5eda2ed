package io.voronka.kit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several services as one: started in order, closed in reverse, ready when all are. */
public final class Services implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(Services.class);

  private final List<Service> services;
  private final Deque<Service> started = new ArrayDeque<>();

  public Services(List<Service> services) {
    this.services = List.copyOf(services);
  }

  @Override
  public String name() {
    return "services";
  }

  @Override
  public synchronized void start() {
    for (var service : services) {
      started.push(service); // first, so that one that fails half-way is closed too
      service.start();
      LOG.atInfo().addKeyValue(LogKeys.SERVICE, service.name()).log("service started");
    }
  }

  @Override
  public Health health() {
    var health = Health.READY;
    for (var service : services) {
      health = health.and(service.health());
    }
    return health;
  }

  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      var service = started.pop();
      try {
        service.close();
        LOG.atInfo().addKeyValue(LogKeys.SERVICE, service.name()).log("service closed");
      } catch (RuntimeException failure) {
        LOG.atError()
            .setCause(failure)
            .addKeyValue(LogKeys.SERVICE, service.name())
            .log("service failed to close");
      }
    }
  }
}
