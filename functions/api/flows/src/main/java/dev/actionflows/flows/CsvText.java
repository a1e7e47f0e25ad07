package dev.actionflows.flows;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import java.io.StringWriter;
import java.util.List;

/** A CSV file that is written: RFC 4180, with commas. */
final class CsvText {
    static final String MEDIA_TYPE = "text/csv";

    private final StringWriter text = new StringWriter();

    // without a buffer of its own, it has nothing to flush
    private final CsvWriter writer =
            CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).bufferSize(0).build(text);

    /** Adds a line. */
    CsvText line(List<String> cells) {
        writer.writeRecord(cells);
        return this;
    }

    /** Adds a line. */
    CsvText line(String... cells) {
        return line(List.of(cells));
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** The media type of a file, RFC 4180 and RFC 7111. */
    static String mediaType(boolean hasHeader) {
        return MEDIA_TYPE + "; charset=utf-8; header=" + (hasHeader ? "present" : "absent");
    }
}
