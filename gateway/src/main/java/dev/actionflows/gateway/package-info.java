/** Derives API Gateway's definition of the HTTP API from the contract. */
@NullMarked
package dev.actionflows.gateway;

import org.jspecify.annotations.NullMarked;
