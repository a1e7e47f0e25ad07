package dev.actionflows.flows;

import de.siegmar.fastcsv.reader.CsvRecord;

import dev.actionflows.domain.document.Text;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.segment.ImportColumn;
import dev.actionflows.domain.segment.ImportLine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The lines of a file to import.
 *
 * @param ignoredColumns the titles of columns that the import does not read
 */
record ImportFile(List<ImportLine> lines, List<String> ignoredColumns) {
    /** Of a file. */
    static final int MAX_BYTES = 1024 * 1024;

    /**
     * Of a file, without header and empty lines. A line needs up to a dozen calls one after the
     * other, so about as many fit into {@link SegmentFilesResource#TIME}.
     */
    static final int MAX_LINES = 500;

    private static final int MAX_TITLES_SHOWN = 50;
    private static final int MAX_TITLE_SHOWN = 100;

    /**
     * @throws ProblemException MALFORMED_REQUEST; INVALID_REQUEST because of the header;
     *     PAYLOAD_TOO_LARGE
     */
    static ImportFile read(byte[] bytes) {
        List<CsvRecord> records = CsvFile.read(bytes).records();
        if (records.isEmpty()) {
            throw ProblemException.invalid("", "the file is empty: its first line names columns");
        }
        if (records.size() - 1 > MAX_LINES) {
            throw new ProblemException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "the file must not exceed "
                            + MAX_LINES
                            + " lines besides the header: split it, with the header in each part");
        }
        List<String> titles = records.getFirst().getFields();
        List<Optional<ImportColumn>> columns = titles.stream().map(ImportColumn::ofTitle).toList();
        check(columns);
        List<ImportLine> lines =
                records.stream().skip(1).map(record -> line(record, columns)).toList();
        return new ImportFile(lines, ignored(titles, columns));
    }

    private static void check(List<Optional<ImportColumn>> columns) {
        Set<ImportColumn> seen = EnumSet.noneOf(ImportColumn.class);
        for (Optional<ImportColumn> column : columns) {
            if (column.isPresent() && !seen.add(column.get())) {
                throw ProblemException.invalid(
                        "/" + column.get().wireName(),
                        "is a column twice: leave one of them out or give it another title");
            }
        }
        if (!seen.contains(ImportColumn.PHONE)
                && !seen.contains(ImportColumn.EMAIL)
                && !seen.contains(ImportColumn.FAN_ID)) {
            throw ProblemException.invalid(
                    "",
                    "the first line must name the columns, and one of them must be phone, email or"
                            + " fan_id");
        }
    }

    private static List<String> ignored(List<String> titles, List<Optional<ImportColumn>> columns) {
        List<String> ignored = new ArrayList<>();
        for (int index = 0; index < titles.size(); index++) {
            String title = titles.get(index);
            if (columns.get(index).isEmpty() && !Text.isBlank(title)) {
                ignored.add(title.substring(0, Math.min(title.length(), MAX_TITLE_SHOWN)));
            }
        }
        return List.copyOf(ignored.subList(0, Math.min(ignored.size(), MAX_TITLES_SHOWN)));
    }

    private static ImportLine line(CsvRecord record, List<Optional<ImportColumn>> columns) {
        int number = Math.toIntExact(record.getStartingLineNumber());
        List<String> fields = record.getFields();
        boolean tooMany =
                fields.stream().skip(columns.size()).anyMatch(field -> !Text.isBlank(field));
        if (tooMany) {
            return new ImportLine(
                    number,
                    Map.of(),
                    Optional.of(
                            "has "
                                    + fields.size()
                                    + " cells for "
                                    + columns.size()
                                    + " columns: put a cell that contains the delimiter in"
                                    + " quotation marks"));
        }
        Map<ImportColumn, String> cells = new EnumMap<>(ImportColumn.class);
        for (int index = 0; index < Math.min(fields.size(), columns.size()); index++) {
            String field = fields.get(index);
            columns.get(index)
                    .filter(_ -> !Text.isBlank(field))
                    .ifPresent(column -> cells.put(column, field));
        }
        return new ImportLine(number, cells, Optional.empty());
    }
}
