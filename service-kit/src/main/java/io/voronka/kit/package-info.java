/**
 * What every service shares: settings, errors as problem+json, health, metrics, life cycle, the
 * connection to Kafka. Nothing of events or funnels.
 */
@NullMarked
package io.voronka.kit;

import org.jspecify.annotations.NullMarked;
