/**
 * What Action Flows is about: flows, triggers, steps, runs and their guarantees. Pure Java behind
 * small ports.
 */
@NullMarked
package dev.actionflows.domain;

import org.jspecify.annotations.NullMarked;
