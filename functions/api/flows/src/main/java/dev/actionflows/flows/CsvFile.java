package dev.actionflows.flows;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A CSV file as people save it: UTF-8 or UTF-16 with a byte order mark, UTF-8 without one, or
 * Windows-1252; separated by commas, semicolons or tabs; with any line ends. Otherwise RFC 4180.
 * Empty lines are left out.
 *
 * @param records in order, each with the number of the line where it begins
 */
record CsvFile(List<CsvRecord> records) {
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final char REPLACEMENT = '\uFFFD';

    /** Follows the file, which does not contain it: only an open quotation can hide it. */
    private static final String END = "\u0000";

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    /**
     * @throws ProblemException MALFORMED_REQUEST when it is no text, or its quotes do not match
     */
    static CsvFile read(byte[] bytes) {
        String text = decoded(bytes);
        if (text.indexOf('\0') >= 0) {
            throw malformed(
                    "the file contains NUL characters, so it is binary or in UTF-16 without a byte"
                            + " order mark: save it as CSV in UTF-8");
        }
        if (text.indexOf(REPLACEMENT) >= 0) {
            throw malformed("the file has bytes that are no text: save it as CSV in UTF-8");
        }
        List<CsvRecord> records = parsed(text + "\n" + END);
        CsvRecord last = records.getLast();
        if (!last.getFields().equals(List.of(END))) {
            throw malformed(
                    "line "
                            + last.getStartingLineNumber()
                            + ": a quotation mark is opened and never closed");
        }
        return new CsvFile(List.copyOf(records.subList(0, records.size() - 1)));
    }

    private static List<CsvRecord> parsed(String text) {
        List<CsvRecord> records = new ArrayList<>();
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder()
                        .fieldSeparator(separator(text))
                        .skipEmptyLines(true)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(text)) {
            reader.forEach(records::add);
            return records;
        } catch (CsvParseException e) {
            // its messages quote the file
            throw malformed(
                    (records.isEmpty()
                                    ? "the first line"
                                    : "what follows line "
                                            + records.getLast().getStartingLineNumber())
                            + " is no CSV: in a cell in quotation marks, write each of its own"
                            + " twice, and put nothing between the closing one and the delimiter");
        } catch (IOException e) {
            throw new UncheckedIOException("a text cannot be read", e);
        }
    }

    /** Of the candidates, the most frequent in the header line. */
    private static char separator(String text) {
        String header = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (count(header, candidate) > count(header, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String line, char character) {
        return line.chars().filter(it -> it == character).count();
    }

    private static String decoded(byte[] bytes) {
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            // reads the mark itself
            return new String(bytes, StandardCharsets.UTF_16);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            text = new String(bytes, WINDOWS);
        }
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && bytes[0] == (byte) first && bytes[1] == (byte) second;
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(ErrorCode.MALFORMED_REQUEST, detail);
    }
}
