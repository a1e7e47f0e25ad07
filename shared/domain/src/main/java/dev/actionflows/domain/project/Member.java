package dev.actionflows.domain.project;

import dev.actionflows.domain.id.FanId;

import java.time.Instant;

/** A fan in a segment, or among those who want an artist's future releases. */
public record Member(FanId fan, Instant since) {}
