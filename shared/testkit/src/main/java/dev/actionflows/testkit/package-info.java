/** Test kit: the contract of the API, sample events, and servers for tests. */
@NullMarked
package dev.actionflows.testkit;

import org.jspecify.annotations.NullMarked;
