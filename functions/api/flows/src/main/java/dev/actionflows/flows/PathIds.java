package dev.actionflows.flows;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ErasureId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.lambda.http.HttpRequest;

import java.util.Optional;
import java.util.function.Function;

/** Parses the ids in paths. A malformed id cannot exist: NOT_FOUND. */
final class PathIds {
    private PathIds() {}

    static ProjectId project(HttpRequest request) {
        return id(request, "projectId", ProjectId::parse, "project");
    }

    static ReleaseId release(HttpRequest request) {
        return id(request, "releaseId", ReleaseId::parse, "release");
    }

    static ArtistId artist(HttpRequest request) {
        return id(request, "artistId", ArtistId::parse, "artist");
    }

    static SegmentId segment(HttpRequest request) {
        return id(request, "segmentId", SegmentId::parse, "segment");
    }

    static FanId fan(HttpRequest request) {
        return id(request, "fanId", FanId::parse, "fan");
    }

    static ErasureId erasure(HttpRequest request) {
        return id(request, "erasureId", ErasureId::parse, "erasure");
    }

    static FlowId flow(HttpRequest request) {
        return id(request, "flowId", FlowId::parse, "flow");
    }

    static RunId run(HttpRequest request) {
        return id(request, "runId", RunId::parse, "run");
    }

    /** The index of a step, from 0. */
    static int stepIndex(HttpRequest request) {
        return id(
                request,
                "index",
                text ->
                        text.matches("0|[1-9][0-9]?")
                                ? Optional.of(Integer.valueOf(text))
                                : Optional.empty(),
                "step");
    }

    /** The number of a flow's version, from 1. */
    static int version(HttpRequest request) {
        return id(
                request,
                "version",
                text ->
                        text.matches("[1-9][0-9]{0,8}")
                                ? Optional.of(Integer.valueOf(text))
                                : Optional.empty(),
                "version");
    }

    private static <T> T id(
            HttpRequest request,
            String parameter,
            Function<String, Optional<T>> parser,
            String thing) {
        return request.pathParameter(parameter)
                .flatMap(parser)
                .orElseThrow(() -> ProblemException.notFound("no such " + thing));
    }
}
