package dev.actionflows.domain.messaging.quiethours;

import dev.actionflows.domain.document.DataFile;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of all jurisdictions, read from {@code quiet-hours.tsv}, whose comments describe its
 * columns.
 */
public final class QuietHoursTable {
    private static final String RESOURCE = "/quiet-hours.tsv";
    private static final String ANYWHERE = "*";
    private static final String NOTHING = "-";
    private static final int COLUMNS = 8;

    private static final Pattern TIME = Pattern.compile("([0-9]{2}):([0-9]{2})");

    private final String version;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private QuietHoursTable(String version) {
        this.version = version;
    }

    private record Scope(Set<String> countries, Optional<String> state) {
        boolean covers(Jurisdiction jurisdiction) {
            return countries.contains(jurisdiction.country())
                    && (state.isEmpty()
                            || jurisdiction.state().isEmpty()
                            || state.equals(jurisdiction.state()));
        }
    }

    private record Entry(Scope scope, QuietHoursRule rule) {}

    /** The table that the project maintains. */
    public static QuietHoursTable standard() {
        return parse(DataFile.read(RESOURCE));
    }

    /**
     * Parses a table in the format of {@code quiet-hours.tsv}.
     *
     * @throws IllegalArgumentException with the line that is not in this format
     */
    public static QuietHoursTable parse(String text) {
        DataFile file = DataFile.parse(text);
        QuietHoursTable table = new QuietHoursTable(file.version());
        for (List<String> row : file.rows()) {
            try {
                table.add(row);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IllegalArgumentException("in quiet hours: " + row, e);
            }
        }
        if (table.rules(it -> it.countries.contains(ANYWHERE)).isEmpty()) {
            throw new IllegalArgumentException("quiet hours have no rule for *");
        }
        return table;
    }

    private void add(List<String> row) {
        if (row.size() != COLUMNS) {
            throw new IllegalArgumentException("expected %d columns".formatted(COLUMNS));
        }
        String id = row.getFirst();
        Scope scope =
                new Scope(
                        Set.of(row.get(1).split(" ", -1)),
                        Optional.of(row.get(2)).filter(it -> !it.equals(NOTHING)));
        QuietHoursRule.Window window =
                new QuietHoursRule.Window(minute(row.get(4)), minute(row.get(5)), holidays(row));
        Entry before = entries.get(id);
        if (before != null && !before.scope.equals(scope)) {
            throw new IllegalArgumentException("another rule has this id");
        }
        Map<DayOfWeek, List<QuietHoursRule.Window>> windows = new EnumMap<>(DayOfWeek.class);
        if (before != null) {
            windows.putAll(before.rule.windows());
        }
        for (DayOfWeek day : days(row.get(3))) {
            List<QuietHoursRule.Window> ofDay =
                    new ArrayList<>(windows.getOrDefault(day, List.of()));
            ofDay.add(window);
            windows.put(day, ofDay);
        }
        entries.put(id, new Entry(scope, new QuietHoursRule(id, windows)));
    }

    private static PublicHolidays holidays(List<String> row) {
        return row.get(6).equals(NOTHING)
                ? PublicHolidays.NONE
                : PublicHolidays.valueOf(row.get(6).replace('-', '_'));
    }

    private static int minute(String time) {
        Matcher parts = TIME.matcher(time);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a time: " + time);
        }
        return Integer.parseInt(parts.group(1)) * 60 + Integer.parseInt(parts.group(2));
    }

    /** {@code MON-FRI} or {@code SUN}. */
    private static Set<DayOfWeek> days(String text) {
        String[] ends = text.split("-", -1);
        return EnumSet.range(day(ends[0]), day(ends[ends.length - 1]));
    }

    private static DayOfWeek day(String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().substring(0, 3).equals(name)) {
                return day;
            }
        }
        throw new IllegalArgumentException("not a day: " + name);
    }

    /** The version of the data. */
    public String version() {
        return version;
    }

    /** Every rule, in the order of the table. */
    List<QuietHoursRule> rules() {
        return rules(_ -> true);
    }

    /**
     * The rules that all have to allow a message: those of the country and, in addition, those of
     * the state; if the state is unknown, those of all its states. A country without rules has the
     * default rule.
     */
    List<QuietHoursRule> rulesOf(Jurisdiction jurisdiction) {
        List<QuietHoursRule> rules = rules(scope -> scope.covers(jurisdiction));
        return rules.isEmpty() ? defaultRules() : rules;
    }

    /** The rules where no jurisdiction is known. */
    List<QuietHoursRule> defaultRules() {
        return rules(scope -> scope.countries.contains(ANYWHERE));
    }

    /** {@link #rulesOf} each of them, without repetition. */
    List<QuietHoursRule> rulesOf(Collection<Jurisdiction> jurisdictions) {
        Map<String, QuietHoursRule> rules = new LinkedHashMap<>();
        for (Jurisdiction jurisdiction : jurisdictions) {
            for (QuietHoursRule rule : rulesOf(jurisdiction)) {
                rules.put(rule.id(), rule);
            }
        }
        return rules.isEmpty() ? defaultRules() : List.copyOf(rules.values());
    }

    private List<QuietHoursRule> rules(Predicate<Scope> applies) {
        List<QuietHoursRule> rules = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (applies.test(entry.scope)) {
                rules.add(entry.rule);
            }
        }
        return rules;
    }
}
