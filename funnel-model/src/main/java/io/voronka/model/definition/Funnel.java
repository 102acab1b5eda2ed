package io.voronka.model.definition;

/**
 * A saved funnel.
 *
 * @param key its project, id and version
 * @param definition what it measures
 */
public record Funnel(FunnelVersion key, FunnelDefinition definition) {}
