package dev.actionflows.domain.segment;

import dev.actionflows.domain.id.FanId;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an import did with a line.
 *
 * @param line the line's number in the file
 * @param fan the fan's current id; empty if the line was rejected
 * @param fanCreated whether the line created the fan
 * @param stored the columns from which something new was stored
 * @param problems why it was rejected
 */
public record ImportResult(
        int line,
        Outcome outcome,
        Optional<FanId> fan,
        boolean fanCreated,
        List<ImportColumn> stored,
        List<Problem> problems) {
    public ImportResult {
        stored = List.copyOf(stored);
        problems = List.copyOf(problems);
    }

    /** What happened. */
    public enum Outcome {
        ADDED,
        ALREADY_MEMBER,
        /** Nothing of the line was stored, unless the fan was changed concurrently. */
        REJECTED;

        /** As in responses, for example {@code already_member}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is wrong with a line, without its content.
     *
     * @param column the name of a column; empty: the whole line
     * @param detail what is wrong and how to mend it
     */
    public record Problem(Optional<String> column, String detail) {
        static Problem of(ImportColumn column, String detail) {
            return new Problem(Optional.of(column.wireName()), detail);
        }
    }

    static ImportResult rejected(int line, List<Problem> problems) {
        return new ImportResult(
                line, Outcome.REJECTED, Optional.empty(), false, List.of(), problems);
    }
}
