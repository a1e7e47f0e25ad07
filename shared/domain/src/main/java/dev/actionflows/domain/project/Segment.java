package dev.actionflows.domain.project;

import dev.actionflows.domain.id.SegmentId;

import java.time.Instant;

/** A named group of fans. */
public record Segment(SegmentId id, String name, Instant createdAt) {}
