package dev.actionflows.domain;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param next the beginning of the next page, opaque to callers; empty if this page is the last
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
