/** Derives the data of {@code PhoneAreas} from libphonenumber. */
@NullMarked
package dev.actionflows.phoneareas;

import org.jspecify.annotations.NullMarked;
