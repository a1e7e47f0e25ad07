/** The webhook that the SMS provider calls for each incoming text. */
@NullMarked
package dev.actionflows.smswebhook;

import org.jspecify.annotations.NullMarked;
