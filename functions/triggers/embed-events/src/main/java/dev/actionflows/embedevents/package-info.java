/**
 * The API to which a label's servers and pages send events, and through which fans enter
 * verification codes.
 */
@NullMarked
package dev.actionflows.embedevents;

import org.jspecify.annotations.NullMarked;
