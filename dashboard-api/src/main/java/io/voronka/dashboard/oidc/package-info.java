/** Signing in at an issuer of OpenID Connect: what is asked of it, and what is believed. */
@NullMarked
package io.voronka.dashboard.oidc;

import org.jspecify.annotations.NullMarked;
