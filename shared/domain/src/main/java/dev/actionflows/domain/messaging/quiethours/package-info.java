/**
 * Quiet hours: the hours in which a recipient may get marketing texts, by law or custom, as a
 * versioned data file.
 */
@NullMarked
package dev.actionflows.domain.messaging.quiethours;

import org.jspecify.annotations.NullMarked;
