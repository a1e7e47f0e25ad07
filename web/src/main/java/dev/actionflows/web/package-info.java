/** A real browser, a site that embeds the forms, and the page as a fan uses it. */
@NullMarked
package dev.actionflows.web;

import org.jspecify.annotations.NullMarked;
