/** The webhook that the SMS provider calls for each text that a fan sends. */
@NullMarked
package dev.actionflows.smswebhook;

import org.jspecify.annotations.NullMarked;
