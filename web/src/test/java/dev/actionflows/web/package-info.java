@NullMarked
package dev.actionflows.web;

import org.jspecify.annotations.NullMarked;
