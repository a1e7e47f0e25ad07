package dev.actionflows.releasepages;

import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.lambda.http.PageTexts;

import java.time.LocalDate;

/** Writes a date in a page's language, without the JDK's locale data, which takes long to load. */
final class ReleaseDateText {
    private ReleaseDateText() {}

    /** Such as "on December 4, 2026" or, as exactly as it is known, "in December 2026". */
    static String of(ReleaseDate date, PageTexts texts) {
        LocalDate first = date.first();
        String[] months = texts.text("when.months").split(",", -1);
        return texts.with("day", Integer.toString(first.getDayOfMonth()))
                .with("month", months[first.getMonthValue() - 1].strip())
                .with("year", Integer.toString(first.getYear()))
                .text(
                        switch (date.precision()) {
                            case DAY -> "when.day";
                            case MONTH -> "when.month";
                            case YEAR -> "when.year";
                        });
    }
}
