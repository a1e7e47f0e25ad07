/** Refreshes the access tokens of the projects' Instagram accounts, every 15 minutes. */
@NullMarked
package dev.actionflows.instagramtokenrefresher;

import org.jspecify.annotations.NullMarked;
