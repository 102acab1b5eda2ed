package io.voronka.wire.access;

/**
 * A token for reading a project's figures, and for more as its role says.
 *
 * @param id unique in the project
 * @param name for people
 * @param hash {@link Secrets#hash} of the token
 * @param hint the end of the token
 * @param createdMillis since 1970 UTC
 */
public record ApiToken(
    String project,
    String id,
    String name,
    String hash,
    String hint,
    Role role,
    long createdMillis) {}
