/** The webhook that Meta calls for messages and comments on Instagram. */
@NullMarked
package dev.actionflows.instagramwebhook;

import org.jspecify.annotations.NullMarked;
