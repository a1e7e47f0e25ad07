/** A real browser, a site that has the embed on a page, and that page as a fan uses it. */
@NullMarked
package dev.actionflows.web;

import org.jspecify.annotations.NullMarked;
