package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.streaming.ProviderIds;

/** The subjects of a simulated project's steps. */
public record SampleSubjects(ReleaseId release, ProviderIds artist, SegmentId segment) {}
