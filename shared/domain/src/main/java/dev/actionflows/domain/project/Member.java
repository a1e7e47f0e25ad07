package dev.actionflows.domain.project;

import dev.actionflows.domain.id.FanId;

import java.time.Instant;

/** A fan in a segment, or one who opted in to an artist's future releases. */
public record Member(FanId fan, Instant since) {}
