/** JSON text to and from plain Java values; the only place that knows the JSON library. */
@NullMarked
package dev.actionflows.json;

import org.jspecify.annotations.NullMarked;
