package dev.actionflows.aws;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.CatalogContract;

import java.time.Instant;
import java.util.Optional;

class DynamoDbCatalogIT extends CatalogContract {
    DynamoDbCatalogIT() {
        super(DynamoDbStores.create());
    }

    @Override
    protected Optional<Instant> preSavedAt(ProjectId project, ReleaseId release, FanId fan) {
        return LocalDynamoDb.table()
                .find(FanListKeys.preSave(project, release, fan))
                .map(item -> item.time("since"));
    }

    @Override
    protected Optional<Instant> nextSavedAt(ProjectId project, ArtistId artist, FanId fan) {
        return LocalDynamoDb.table()
                .find(FanListKeys.nextSave(project, artist, fan))
                .map(item -> item.time("since"));
    }
}
