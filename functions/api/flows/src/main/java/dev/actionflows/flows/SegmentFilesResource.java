package dev.actionflows.flows;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Role;
import dev.actionflows.domain.segment.FormulaGuard;
import dev.actionflows.domain.segment.ImportColumn;
import dev.actionflows.domain.segment.ImportLine;
import dev.actionflows.domain.segment.ImportResult;
import dev.actionflows.domain.segment.SegmentExport;
import dev.actionflows.domain.segment.SegmentImport;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Members of a segment as CSV files: exported page by page, and imported. */
final class SegmentFilesResource {
    /**
     * For the lines of an import. Leaves the rest of the function's 20 seconds to the line in
     * progress and to the response; API Gateway would wait for 29.
     */
    static final Duration TIME = Duration.ofSeconds(12);

    /**
     * Of a line, so that the report about {@link ImportFile#MAX_LINES} fits into the item of 400 KB
     * in which it is kept for an idempotency key.
     */
    private static final int MAX_PROBLEMS_SHOWN = 3;

    private static final int MAX_ROWS = 1_000;
    private static final Pattern LINE_NUMBER = Pattern.compile("[1-9][0-9]{0,6}");

    private static final List<String> HEADER =
            List.of(
                    "fan_id",
                    "phone",
                    "email",
                    "first_name",
                    "text_permission",
                    "email_permission",
                    "member_since");

    private final Catalog catalog;
    private final SegmentExport export;
    private final SegmentImport imports;

    SegmentFilesResource(Catalog catalog, SegmentExport export, SegmentImport imports) {
        this.catalog = catalog;
        this.export = export;
        this.imports = imports;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/segments/{segmentId}/members.csv", this::exported)
                        .requires(Role.OPERATE),
                Route.post("/v1/segments/{segmentId}/imports", this::imported));
    }

    /** The header is on the first page only, so that the pages make up one file. */
    private HttpResponse exported(HttpRequest request, Caller caller) {
        SegmentId segment = existing(caller, request);
        Optional<String> cursor = request.queryParameter("cursor");
        int limit = Pages.limit(request, MAX_ROWS, MAX_ROWS);
        Page<SegmentExport.Row> page = export.page(caller.project(), segment, cursor, limit);
        CsvText text = new CsvText();
        if (cursor.isEmpty()) {
            text.line(HEADER);
        }
        page.items().forEach(row -> text.line(cells(row)));
        HttpResponse response =
                HttpResponse.of(200, CsvText.mediaType(cursor.isEmpty()), text.toString());
        return page.next()
                .map(next -> response.withHeader("Link", link(request, next, limit)))
                .orElse(response);
    }

    /** RFC 8288; without our own address, relative to the request. */
    private static String link(HttpRequest request, String cursor, int limit) {
        String address = request.baseUrl().map(base -> base + request.path()).orElse("");
        return "<%s?limit=%d&cursor=%s>; rel=\"next\"".formatted(address, limit, cursor);
    }

    /**
     * A number needs no apostrophe: it has a plus sign and digits only, which no formula can be
     * made of.
     */
    private static List<String> cells(SegmentExport.Row row) {
        return List.of(
                row.fan().value(),
                row.phone().orElse(""),
                row.email().map(FormulaGuard::guarded).orElse(""),
                row.firstName().map(FormulaGuard::guarded).orElse(""),
                row.texts(),
                row.mail(),
                Times.text(row.since()));
    }

    private HttpResponse imported(HttpRequest request, Caller caller) {
        SegmentId segment = existing(caller, request);
        int from = request.queryParameter("fromLine").map(SegmentFilesResource::line).orElse(1);
        ImportFile file =
                ImportFile.read(request.body().bytes(CsvText.MEDIA_TYPE, ImportFile.MAX_BYTES));
        List<ImportLine> lines =
                file.lines().stream().filter(line -> line.number() >= from).toList();
        SegmentImport.Report report = imports.run(caller.project().id(), segment, lines, TIME);
        return HttpResponse.json(200, toJson(report, file.ignoredColumns()));
    }

    private static int line(String text) {
        if (!LINE_NUMBER.matcher(text).matches()) {
            throw ProblemException.invalid("/fromLine", "must be the number of a line, from 1");
        }
        return Integer.parseInt(text);
    }

    private SegmentId existing(Caller caller, HttpRequest request) {
        SegmentId id = PathIds.segment(request);
        if (catalog.findSegment(caller.project().id(), id).isEmpty()) {
            throw ProblemException.notFound("no such segment: " + id);
        }
        return id;
    }

    private static Map<String, @Nullable Object> toJson(
            SegmentImport.Report report, List<String> ignoredColumns) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        for (ImportResult.Outcome outcome : ImportResult.Outcome.values()) {
            json.put(
                    switch (outcome) {
                        case ADDED -> "added";
                        case ALREADY_MEMBER -> "alreadyMembers";
                        case REJECTED -> "rejected";
                    },
                    report.results().stream().filter(it -> it.outcome() == outcome).count());
        }
        json.put(
                "continueAtLine",
                report.continueAt().isPresent() ? report.continueAt().getAsInt() : null);
        json.put("ignoredColumns", ignoredColumns);
        json.put("lines", report.results().stream().map(SegmentFilesResource::toJson).toList());
        return json;
    }

    private static Map<String, @Nullable Object> toJson(ImportResult result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("line", result.line());
        json.put("result", result.outcome().wireName());
        result.fan().ifPresent(fan -> json.put("fanId", fan.value()));
        if (result.outcome() == ImportResult.Outcome.REJECTED) {
            json.put(
                    "problems",
                    result.problems().stream()
                            .limit(MAX_PROBLEMS_SHOWN)
                            .map(problem -> toJson(problem))
                            .toList());
        } else {
            json.put("fanCreated", result.fanCreated());
            json.put("stored", result.stored().stream().map(ImportColumn::wireName).toList());
        }
        return json;
    }

    private static Map<String, Object> toJson(ImportResult.Problem problem) {
        Map<String, Object> json = new LinkedHashMap<>();
        problem.column().ifPresent(column -> json.put("column", column));
        json.put("detail", problem.detail());
        return json;
    }
}
