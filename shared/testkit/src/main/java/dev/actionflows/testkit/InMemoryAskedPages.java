package dev.actionflows.testkit;

import dev.actionflows.domain.intake.AskedPages;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

public final class InMemoryAskedPages implements AskedPages {
    private final Set<AskedPage> pages = new HashSet<>();

    @Override
    public synchronized boolean contains(AskedPage page) {
        return pages.contains(page);
    }

    @Override
    public synchronized void add(AskedPage page, Instant now) {
        pages.add(page);
    }
}
