package io.voronka.model.definition;

import io.voronka.model.time.Calendar;

/**
 * A saved funnel.
 *
 * @param key its project, id and version
 * @param definition what it measures
 * @param calendar the project's, of the periods in which people enter
 */
public record Funnel(FunnelVersion key, FunnelDefinition definition, Calendar calendar) {}
