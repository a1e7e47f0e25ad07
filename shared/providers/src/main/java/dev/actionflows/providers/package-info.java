/**
 * HTTP clients for the streaming and SMS providers. Clients never retry on their own, never log,
 * and put neither tokens nor personal data into exceptions.
 */
@NullMarked
package dev.actionflows.providers;

import org.jspecify.annotations.NullMarked;
