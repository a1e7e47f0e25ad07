/**
 * Looks for new releases of the artists whose future releases fans want, and for connections that
 * are about to expire, every 15 minutes.
 */
@NullMarked
package dev.actionflows.releasewatcher;

import org.jspecify.annotations.NullMarked;
