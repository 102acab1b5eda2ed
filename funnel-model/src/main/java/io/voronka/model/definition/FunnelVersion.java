package io.voronka.model.definition;

/**
 * Names one version of one funnel of one project: what figures belong to.
 *
 * @param project whose funnel it is
 * @param funnel the funnel's id, unique in its project
 * @param version from 1; an edit is a new version
 */
public record FunnelVersion(String project, String funnel, int version) {}
