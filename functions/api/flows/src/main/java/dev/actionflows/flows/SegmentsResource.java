package dev.actionflows.flows;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.NameKey;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.project.Role;
import dev.actionflows.domain.project.Segment;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.segment.SegmentMembers;
import dev.actionflows.domain.segment.SegmentSearch;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/segments}: the project's groups of fans. */
final class SegmentsResource {
    private static final int MAX_NAME_LENGTH = 120;

    private final Catalog catalog;
    private final CatalogWriter writer;
    private final SegmentMembers members;
    private final SegmentSearch search;
    private final IdSource ids;
    private final InstantSource clock;

    SegmentsResource(
            Catalog catalog,
            CatalogWriter writer,
            SegmentMembers members,
            IdSource ids,
            InstantSource clock) {
        this.members = members;
        this.search = new SegmentSearch(catalog);
        this.catalog = catalog;
        this.writer = writer;
        this.ids = ids;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/segments", this::create).requires(Role.EDIT),
                Route.get("/v1/segments", this::list),
                Route.get("/v1/segments/{segmentId}", this::get),
                Route.get("/v1/segments/{segmentId}/members", this::members),
                Route.get("/v1/segments/{segmentId}/members/count", this::count),
                Route.delete("/v1/segments/{segmentId}/members/{fanId}", this::remove));
    }

    private HttpResponse create(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        String name =
                Bodies.decode(request, fields -> fields.requiredText("name", MAX_NAME_LENGTH));
        Segment segment = new Segment(SegmentId.from(ids), name, clock.instant());
        Optional<Segment> there = catalog.findSegment(project, segment.id());
        if (there.isEmpty()) {
            writer.create(project, segment);
        }
        // an existing one was created by an interrupted attempt of this same request
        return HttpResponse.json(201, toJson(there.orElse(segment)));
    }

    private HttpResponse list(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        Optional<NameKey> name = QueryParameters.name(request);
        return Pages.answer(
                request,
                (cursor, limit) ->
                        name.isPresent()
                                ? search.named(project, name.get(), cursor, limit)
                                : catalog.segments(project, cursor, limit),
                SegmentsResource::toJson);
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        return HttpResponse.json(200, toJson(existing(caller.project().id(), request)));
    }

    private HttpResponse members(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        SegmentId segment = existing(project, request).id();
        return Pages.answer(
                request,
                (cursor, limit) -> members.list(project, segment, cursor, limit),
                SegmentsResource::toJson);
    }

    private HttpResponse count(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        SegmentId segment = existing(project, request).id();
        SegmentMemberStore.Count count =
                members.count(project, segment, request.queryParameter("cursor"));
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("count", count.entries());
        json.put("next", count.next().orElse(null));
        return HttpResponse.json(200, json);
    }

    private HttpResponse remove(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        SegmentId segment = existing(project, request).id();
        members.remove(project, segment, PathIds.fan(request));
        return HttpResponse.noContent();
    }

    private Segment existing(ProjectId project, HttpRequest request) {
        SegmentId id = PathIds.segment(request);
        return catalog.findSegment(project, id)
                .orElseThrow(() -> ProblemException.notFound("no such segment: " + id));
    }

    private static Map<String, Object> toJson(Segment segment) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", segment.id().value());
        json.put("name", segment.name());
        json.put("createdAt", Times.text(segment.createdAt()));
        return json;
    }

    private static Map<String, Object> toJson(Member member) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fanId", member.fan().value());
        json.put("since", Times.text(member.since()));
        return json;
    }
}
