/** What API Gateway is told of the HTTP API: derived from the contract, in terms that it knows. */
@NullMarked
package dev.actionflows.gateway;

import org.jspecify.annotations.NullMarked;
