package dev.actionflows.domain.step;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.util.Map;
import java.util.Optional;

/**
 * Save all future releases of the artist for the fan, each on its release day. The artist is one of
 * the project, since a detected release finds its fans by the project's artist.
 */
public record NextSaveStep(ArtistId artist, OnUnmet onUnmet) implements Step {
    @Override
    public StepType type() {
        return StepType.NEXT_SAVE;
    }

    @Override
    public Map<String, Object> properties() {
        return Map.of("artistId", artist.value());
    }

    @Override
    public Optional<ArtistId> referredArtist() {
        return Optional.of(artist);
    }

    @Override
    public Optional<StreamingOperation> streamingOperation() {
        return Optional.of(StreamingOperation.SAVE_ALBUM);
    }

    static Optional<NextSaveStep> decode(Fields fields) {
        Optional<ArtistId> artist =
                fields.required("artistId", ArtistId::parse, "the id of an artist, such as art_…");
        OnUnmet onUnmet = StepDocuments.onUnmet(fields, OnUnmet.DEFER);
        return artist.map(id -> new NextSaveStep(id, onUnmet));
    }
}
