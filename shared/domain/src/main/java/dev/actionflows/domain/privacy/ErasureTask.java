package dev.actionflows.domain.privacy;

import dev.actionflows.domain.id.ErasureId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/** A message to the function that erases. */
public sealed interface ErasureTask {
    /**
     * Removes what is stored under the ids of an erasure.
     *
     * @param pass 1 for the first; later ones remove what was written meanwhile
     * @param cursor where the pass continues; empty: at its beginning
     * @param left whether the pass had to leave something to the next one
     */
    record Erase(
            ProjectId project, ErasureId erasure, int pass, Optional<String> cursor, boolean left)
            implements ErasureTask {
        public static Erase first(ProjectId project, ErasureId erasure) {
            return new Erase(project, erasure, 1, Optional.empty(), false);
        }

        Erase next() {
            return new Erase(project, erasure, pass + 1, Optional.empty(), false);
        }

        Erase from(Optional<String> place, boolean leftSoFar) {
            return new Erase(project, erasure, pass, place, leftSoFar);
        }
    }

    /**
     * Applies the whole log to a table that was restored and that nothing uses yet.
     *
     * @param table the table's name
     * @param cursor the next erasure of the log; empty: the first one
     * @param place where that erasure continues; empty: at its beginning
     * @param done the number of erasures that were applied
     */
    record Reapply(String table, Optional<String> cursor, Optional<String> place, long done)
            implements ErasureTask {
        public static Reapply first(String table) {
            return new Reapply(table, Optional.empty(), Optional.empty(), 0);
        }

        Reapply within(Optional<String> reached) {
            return new Reapply(table, cursor, reached, done);
        }

        Reapply after(Optional<String> next, int applied) {
            return new Reapply(table, next, Optional.empty(), done + applied);
        }
    }
}
