package dev.actionflows.domain.intake;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

public final class InMemoryAskedPageStore implements AskedPageStore {
    private final Map<AskedPage, String> pages = new HashMap<>();

    @Override
    public synchronized Optional<String> nextOf(AskedPage page) {
        return Optional.ofNullable(pages.get(page));
    }

    @Override
    public synchronized void add(AskedPage page, String next, Instant now) {
        pages.put(page, next);
    }
}
