/** What a funnel measures and how a definition is checked. No evaluation. */
@NullMarked
package io.voronka.model.definition;

import org.jspecify.annotations.NullMarked;
