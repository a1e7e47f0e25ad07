/**
 * Converts between API Gateway's REST proxy events and use cases: requests, responses, problems.
 */
@NullMarked
package dev.actionflows.lambda.http;

import org.jspecify.annotations.NullMarked;
