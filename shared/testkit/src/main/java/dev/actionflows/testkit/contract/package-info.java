/**
 * What every implementation of a port does, as tests: the twins in memory and the real ones keep
 * the same contracts, so that what was tested over twins holds in production.
 */
@NullMarked
package dev.actionflows.testkit.contract;

import org.jspecify.annotations.NullMarked;
