/** The webhook that Meta calls for Instagram messages and comments. */
@NullMarked
package dev.actionflows.instagramwebhook;

import org.jspecify.annotations.NullMarked;
