package dev.actionflows.domain.segment;

import java.util.Map;
import java.util.Optional;

/**
 * A line of an imported file, as it was written. {@link #toString} omits its personal data.
 *
 * @param number of the line in the file where it begins, from 1
 * @param cells the cells that are not blank, by column
 * @param problem why the line cannot be read, if so
 */
public record ImportLine(int number, Map<ImportColumn, String> cells, Optional<String> problem) {
    public ImportLine {
        cells = Map.copyOf(cells);
    }

    @Override
    public String toString() {
        return "line " + number;
    }
}
