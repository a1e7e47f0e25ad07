package dev.actionflows.domain.segment;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.NameKey;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Segment;

import java.util.Optional;

/** Finds segments by name. A project has few, so they are read one after the other. */
public final class SegmentSearch {
    /** The most pages of segments that one call reads. */
    static final int MAX_PAGES = 10;

    private final Catalog catalog;

    public SegmentSearch(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * A page of the segments whose name begins like this, by id. It may be shorter than the limit,
     * or empty, and not be the last.
     *
     * @param cursor the end of the previous page
     * @throws ProblemException INVALID_REQUEST if the cursor is not one of this list
     */
    public Page<Segment> named(
            ProjectId project, NameKey beginning, Optional<String> cursor, int limit) {
        Page<Segment> page = catalog.segments(project, cursor, limit);
        for (int read = 1;
                read < MAX_PAGES
                        && page.next().isPresent()
                        && page.items().stream().noneMatch(it -> beginning.begins(it.name()));
                read++) {
            page = catalog.segments(project, page.next(), limit);
        }
        return new Page<>(
                page.items().stream().filter(it -> beginning.begins(it.name())).toList(),
                page.next());
    }
}
