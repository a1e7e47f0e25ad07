package dev.actionflows.domain.management;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanDirectory;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.NameKey;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds fans without knowing an address. A page may have fewer fans than its limit without being
 * the last, if fans were renamed, merged or erased in the last moments.
 */
public final class FanSearch {
    private final FanDirectory directory;
    private final FanLookup fans;

    public FanSearch(FanDirectory directory, FanLookup fans) {
        this.directory = directory;
        this.fans = fans;
    }

    /**
     * The fans whose first name begins like this, sorted by name.
     *
     * @param cursor the end of the previous page
     * @param limit at most 100
     * @throws ProblemException INVALID_REQUEST if the cursor is not one of this list
     */
    public Page<Fan> named(
            ProjectId project, NameKey beginning, Optional<String> cursor, int limit) {
        return read(
                project,
                directory.named(project, beginning, cursor, limit),
                fan -> fan.firstName().filter(beginning::begins).isPresent());
    }

    /**
     * All fans, the latest first.
     *
     * @param cursor the end of the previous page
     * @param limit at most 100
     * @throws ProblemException INVALID_REQUEST if the cursor is not one of this list
     */
    public Page<Fan> latest(ProjectId project, Optional<String> cursor, int limit) {
        return read(project, directory.latest(project, cursor, limit), _ -> true);
    }

    private Page<Fan> read(ProjectId project, Page<FanId> found, Predicate<Fan> belongs) {
        Map<FanId, Fan> records =
                fans.findRecords(project, found.items()).stream()
                        .collect(Collectors.toMap(Fan::id, Function.identity()));
        List<Fan> current =
                found.items().stream()
                        .flatMap(id -> Optional.ofNullable(records.get(id)).stream())
                        // a merged fan has a place of its own
                        .filter(fan -> fan.mergedInto().isEmpty())
                        .filter(belongs)
                        .toList();
        return new Page<>(current, found.next());
    }
}
