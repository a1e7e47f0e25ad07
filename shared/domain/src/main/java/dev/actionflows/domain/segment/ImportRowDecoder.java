package dev.actionflows.domain.segment;

import dev.actionflows.domain.document.Text;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.segment.ImportResult.Problem;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Decodes one line of an import and collects what is wrong with it. */
final class ImportRowDecoder {
    static final int MAX_SOURCE_LENGTH = 200;
    static final int MAX_WORDING_LENGTH = 2_000;

    private static final String A_PHONE_NUMBER =
            "must be a phone number in E.164, with + and the country code, such as +14155550123";
    private static final String BY_A_SPREADSHEET =
            "was changed by a spreadsheet, which dropped digits: format the column as text, enter"
                    + " the numbers again, such as +14155550123, and save the file";
    private static final String A_TIME =
            "must be a date or a time in ISO 8601 from the year 2000 on, such as 2026-03-01 or"
                    + " 2026-03-01T18:00:00Z";

    private static final Pattern SCIENTIFIC =
            Pattern.compile("[+-]?[0-9]([.,][0-9]+)?[eE]\\+?[0-9]{1,3}");
    private static final Pattern YEAR = Pattern.compile("2[0-9]{3}-.*");

    private static final Set<String> YES = Set.of("yes", "true", "1");
    private static final Set<String> NO = Set.of("no", "false", "0");

    private final Map<ImportColumn, String> cells;
    private final Instant now;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param now no consent is later
     */
    ImportRowDecoder(Map<ImportColumn, String> cells, Instant now) {
        this.cells = cells;
        this.now = now;
    }

    /** What is wrong with the line; empty if nothing is. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /**
     * The row; incomplete if there are {@link #problems}.
     *
     * <p>A number may have an apostrophe before it, by which spreadsheets mark text.
     */
    ImportRow decode() {
        Optional<PhoneNumber> phone =
                read(
                        ImportColumn.PHONE,
                        text -> PhoneNumber.parse(text.startsWith("'") ? text.substring(1) : text),
                        phoneProblem());
        Optional<EmailAddress> email =
                read(
                        ImportColumn.EMAIL,
                        EmailAddress::parse,
                        "must be an email address, such as ada@fans.example");
        Optional<FanId> fan =
                read(ImportColumn.FAN_ID, FanId::parse, "must be the id of a fan, such as fan_…");
        if (text(ImportColumn.PHONE).isEmpty()
                && text(ImportColumn.EMAIL).isEmpty()
                && text(ImportColumn.FAN_ID).isEmpty()) {
            problems.add(
                    new Problem(
                            Optional.empty(), "must identify the fan by phone, email or fan_id"));
        }
        Optional<FirstName> name =
                read(ImportColumn.FIRST_NAME, FirstName::parse, "must be " + FirstName.EXPECTED);
        Optional<ZoneId> zone =
                read(
                        ImportColumn.TIME_ZONE,
                        ImportRowDecoder::zone,
                        "must be a time zone of the tz database, such as America/Chicago");
        List<ImportedConsent> consents = new ArrayList<>();
        consent(Identity.Kind.PHONE).ifPresent(consents::add);
        consent(Identity.Kind.EMAIL).ifPresent(consents::add);
        return new ImportRow(fan, phone, email, name, zone, consents);
    }

    private String phoneProblem() {
        return text(ImportColumn.PHONE)
                        .filter(text -> SCIENTIFIC.matcher(text).matches())
                        .isPresent()
                ? BY_A_SPREADSHEET
                : A_PHONE_NUMBER;
    }

    /** A consent counts only with all its evidence. */
    private Optional<ImportedConsent> consent(Identity.Kind kind) {
        boolean texts = kind == Identity.Kind.PHONE;
        ImportColumn given = texts ? ImportColumn.CONSENT_TEXT : ImportColumn.CONSENT_EMAIL;
        ImportColumn at = texts ? ImportColumn.CONSENT_TEXT_AT : ImportColumn.CONSENT_EMAIL_AT;
        ImportColumn source =
                texts ? ImportColumn.CONSENT_TEXT_SOURCE : ImportColumn.CONSENT_EMAIL_SOURCE;
        ImportColumn wording =
                texts ? ImportColumn.CONSENT_TEXT_WORDING : ImportColumn.CONSENT_EMAIL_WORDING;
        ImportColumn address = texts ? ImportColumn.PHONE : ImportColumn.EMAIL;
        if (!read(given, ImportRowDecoder::yesOrNo, "must be yes or no").orElse(false)) {
            return Optional.empty();
        }
        require(address, "is required: a consent belongs to an address");
        require(at, "is required with " + given.wireName() + ": when the fan agreed");
        Optional<Instant> time = read(at, ImportRowDecoder::time, A_TIME);
        time.filter(now::isBefore)
                .ifPresent(_ -> problems.add(Problem.of(at, "must not be in the future")));
        String required = "is required with " + given.wireName() + ": ";
        Optional<String> where =
                evidence(source, required + "where the fan agreed", MAX_SOURCE_LENGTH);
        Optional<String> words =
                evidence(wording, required + "what the fan agreed to", MAX_WORDING_LENGTH);
        return time.isPresent() && where.isPresent() && words.isPresent()
                ? Optional.of(new ImportedConsent(kind, time.get(), where.get(), words.get()))
                : Optional.empty();
    }

    private void require(ImportColumn column, String otherwise) {
        if (text(column).isEmpty()) {
            problems.add(Problem.of(column, otherwise));
        }
    }

    private Optional<String> evidence(ImportColumn column, String otherwise, int maxLength) {
        require(column, otherwise);
        return read(
                column,
                text -> Optional.of(text).filter(it -> Text.length(it) <= maxLength),
                "must have at most " + maxLength + " characters");
    }

    /** Reads a cell; if it has an invalid value, that is a problem. */
    private <T> Optional<T> read(
            ImportColumn column, Function<String, Optional<T>> parser, String otherwise) {
        Optional<String> text = text(column);
        Optional<T> value = text.flatMap(parser);
        if (text.isPresent() && value.isEmpty()) {
            problems.add(Problem.of(column, otherwise));
        }
        return value;
    }

    private Optional<String> text(ImportColumn column) {
        return Optional.ofNullable(cells.get(column))
                .map(text -> FormulaGuard.unguarded(text.strip()).strip())
                .filter(text -> !Text.isBlank(text));
    }

    private static Optional<Boolean> yesOrNo(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        return YES.contains(word)
                ? Optional.of(true)
                : NO.contains(word) ? Optional.of(false) : Optional.empty();
    }

    /** An offset such as +02:00 is no place: its clocks would never change. */
    private static Optional<ZoneId> zone(String id) {
        return ZoneId.getAvailableZoneIds().contains(id)
                ? Optional.of(ZoneId.of(id))
                : Optional.empty();
    }

    /** A date is its first moment in UTC. */
    private static Optional<Instant> time(String text) {
        if (!YEAR.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            Instant time =
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant();
            return Optional.of(time.truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
