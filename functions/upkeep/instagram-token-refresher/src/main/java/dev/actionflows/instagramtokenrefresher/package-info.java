/** Refreshes the access tokens of the projects' Instagram accounts, once an hour. */
@NullMarked
package dev.actionflows.instagramtokenrefresher;

import org.jspecify.annotations.NullMarked;
