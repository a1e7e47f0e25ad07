package dev.actionflows.domain;

import java.util.List;
import java.util.Optional;

/**
 * Part of a list.
 *
 * @param next where the next page begins, opaque to callers; empty when this page is the last
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
