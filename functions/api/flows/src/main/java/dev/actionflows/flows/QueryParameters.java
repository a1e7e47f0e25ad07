package dev.actionflows.flows;

import dev.actionflows.domain.document.Text;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.fan.NameKey;
import dev.actionflows.lambda.http.HttpRequest;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads optional parameters of a query, and adds a violation for each that is not valid. */
final class QueryParameters {
    static final String NAME = "name";
    private static final int MAX_NAME_LENGTH = 200;
    private static final String NAME_EXPECTED =
            "must have at most "
                    + MAX_NAME_LENGTH
                    + " characters, among them a letter, a digit or an emoji";

    private QueryParameters() {}

    /** One of some values, by name. */
    static <T> Optional<T> value(
            HttpRequest request,
            String parameter,
            List<T> values,
            Function<T, String> name,
            List<Violation> violations) {
        Optional<String> text = request.queryParameter(parameter);
        Optional<T> value =
                text.flatMap(
                        it ->
                                values.stream()
                                        .filter(each -> name.apply(each).equals(it))
                                        .findFirst());
        if (text.isPresent() && value.isEmpty()) {
            violations.add(
                    new Violation(
                            "/" + parameter,
                            "must be one of "
                                    + values.stream().map(name).collect(Collectors.joining(", "))));
        }
        return value;
    }

    /**
     * The beginning of a name that is searched for.
     *
     * @throws ProblemException INVALID_REQUEST
     */
    static Optional<NameKey> name(HttpRequest request) {
        return request.queryParameter(NAME)
                .map(
                        typed ->
                                Optional.of(typed)
                                        .filter(it -> Text.length(it) <= MAX_NAME_LENGTH)
                                        .flatMap(NameKey::ofTyped)
                                        .orElseThrow(
                                                () ->
                                                        ProblemException.invalid(
                                                                "/" + NAME, NAME_EXPECTED)));
    }

    /** A whole number from {@code min} to {@code max}. */
    static Optional<Integer> number(
            HttpRequest request, String parameter, int min, int max, List<Violation> violations) {
        Optional<String> text = request.queryParameter(parameter);
        Optional<Integer> number =
                text.filter(it -> it.matches("[0-9]{1,9}"))
                        .map(Integer::valueOf)
                        .filter(it -> min <= it && it <= max);
        if (text.isPresent() && number.isEmpty()) {
            violations.add(
                    new Violation(
                            "/" + parameter,
                            "must be a whole number from %d to %d".formatted(min, max)));
        }
        return number;
    }

    /** A day, in UTC. */
    static Optional<LocalDate> day(
            HttpRequest request, String parameter, List<Violation> violations) {
        Optional<String> text = request.queryParameter(parameter);
        Optional<LocalDate> day = text.flatMap(Times::parseDay);
        if (text.isPresent() && day.isEmpty()) {
            violations.add(
                    new Violation(
                            "/" + parameter,
                            "must be a day from the year 1000 to 2999, such as 2026-12-04"));
        }
        return day;
    }
}
