/**
 * Converts JSON text to and from plain Java values. The only package that uses the JSON library.
 */
@NullMarked
package dev.actionflows.json;

import org.jspecify.annotations.NullMarked;
