package io.voronka.ingest;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

/**
 * Hands each test a door that has forgotten what came before: one for all classes, since a new one
 * is slow to close.
 */
final class SharedDoor extends TypeBasedParameterResolver<Door> {

  @Override
  public Door resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var store = context.getRoot().getStore(ExtensionContext.Namespace.create(SharedDoor.class));
    return store.computeIfAbsent(Door.class, none -> new Door(), Door.class).fresh();
  }
}
