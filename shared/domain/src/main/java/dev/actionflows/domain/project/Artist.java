package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.streaming.ProviderIds;

import java.time.Instant;

/**
 * An artist of the project.
 *
 * @param providerIds the artist's ids at the streaming services, at least one
 */
public record Artist(ArtistId id, String name, ProviderIds providerIds, Instant createdAt) {}
