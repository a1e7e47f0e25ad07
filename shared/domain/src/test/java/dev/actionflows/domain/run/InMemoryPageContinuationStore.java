package dev.actionflows.domain.run;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

public final class InMemoryPageContinuationStore implements PageContinuationStore {
    private final Map<ContinuedPage, String> pages = new HashMap<>();

    @Override
    public synchronized Optional<String> continuationOf(ContinuedPage page) {
        return Optional.ofNullable(pages.get(page));
    }

    @Override
    public synchronized void add(ContinuedPage page, String next, Instant now) {
        pages.put(page, next);
    }
}
