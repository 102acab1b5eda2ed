/**
 * Who is who: which ids are one person, and how the rooms of those ids keep that true wherever they
 * lie (docs/identity.md). Decides, and says what is to be kept and sent; keeps and sends nothing
 * itself. Knows nothing of what an entry says.
 */
@NullMarked
package io.voronka.model.identity;

import org.jspecify.annotations.NullMarked;
