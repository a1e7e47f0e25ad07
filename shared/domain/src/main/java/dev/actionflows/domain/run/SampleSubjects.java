package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.streaming.ProviderIds;

/** The things of a simulated project that its steps are about. */
public record SampleSubjects(ReleaseId release, ProviderIds artist, SegmentId segment) {}
