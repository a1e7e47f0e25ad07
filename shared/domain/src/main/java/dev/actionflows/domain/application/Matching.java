package dev.actionflows.domain.application;

import dev.actionflows.domain.matching.CatalogMatcher;

/** Searching ids at the streaming services, built like the use cases of {@link Application}. */
public final class Matching {
    private Matching() {}

    public static CatalogMatcher catalogMatcher(Ports ports) {
        return new CatalogMatcher(
                ports.projects(),
                ports.catalog(),
                ports.catalogWriter(),
                ports.streamingCatalogs(),
                ports.vault(),
                ports.streamingApps(),
                ports.matches());
    }
}
