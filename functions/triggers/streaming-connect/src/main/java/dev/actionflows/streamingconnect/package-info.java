/** Connects fans' streaming accounts and performs the requested action immediately. */
@NullMarked
package dev.actionflows.streamingconnect;

import org.jspecify.annotations.NullMarked;
