package dev.actionflows.releasepages;

import dev.actionflows.lambda.http.PageTexts;

import java.time.LocalDate;

/** Writes a date in a page's language, without the JDK's locale data, which takes long to load. */
final class ReleaseDateText {
    private ReleaseDateText() {}

    static String of(LocalDate date, PageTexts texts) {
        String[] months = texts.text("date.months").split(",", -1);
        return texts.with("day", Integer.toString(date.getDayOfMonth()))
                .with("month", months[date.getMonthValue() - 1].strip())
                .with("year", Integer.toString(date.getYear()))
                .text("date.day");
    }
}
