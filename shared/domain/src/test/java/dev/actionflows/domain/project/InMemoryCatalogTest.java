package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.testing.InMemoryStores;

import java.time.Instant;
import java.util.Optional;

class InMemoryCatalogTest extends CatalogContract {
    InMemoryCatalogTest() {
        super(new InMemoryStores().stores);
    }

    @Override
    protected Optional<Instant> preSavedAt(ProjectId project, ReleaseId release, FanId fan) {
        return ((InMemoryCatalog) catalog()).preSavedAt(project, release, fan);
    }

    @Override
    protected Optional<Instant> nextSavedAt(ProjectId project, ArtistId artist, FanId fan) {
        return ((InMemoryCatalog) catalog()).nextSavedAt(project, artist, fan);
    }
}
