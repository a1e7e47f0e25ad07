package dev.actionflows.domain.document;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads the properties of one object of a document (plain values: maps, lists, strings, numbers). A
 * missing or invalid property is recorded as a violation, and its read returns empty.
 */
public final class Fields {
    private final Map<?, ?> object;
    private final String pointer;
    private final Violations violations;
    private final Set<String> known = new HashSet<>();

    private Fields(Map<?, ?> object, String pointer, Violations violations) {
        this.object = object;
        this.pointer = pointer;
        this.violations = violations;
    }

    /** Reads a whole document. */
    public static Fields of(
            Map<String, ? extends @Nullable Object> document, Violations violations) {
        return new Fields(document, "", violations);
    }

    /**
     * Reads an object inside a document.
     *
     * @param pointer the object's JSON pointer
     */
    public static Fields at(String pointer, Map<?, ?> object, Violations violations) {
        return new Fields(object, pointer, violations);
    }

    /** The JSON pointer of this object. */
    public String pointer() {
        return pointer;
    }

    /** The JSON pointer of a property of this object. */
    public String pointerTo(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** Records that a property's value breaks a rule. */
    public void violation(String name, String detail) {
        violations.add(pointerTo(name), detail);
    }

    /**
     * Checks a text that a person wrote against a rule that may become stricter, or that is costly
     * to check. A stored document is not checked, so it stays readable.
     *
     * @param errors computes what is wrong with the property's value, one sentence each
     */
    public void textRule(String name, Supplier<List<String>> errors) {
        if (!violations.isOfStored()) {
            errors.get().forEach(error -> violation(name, error));
        }
    }

    /**
     * @param parser returns empty for invalid text
     * @param expected describes valid text; follows "must be "
     */
    public <T> Optional<T> required(
            String name, Function<String, Optional<T>> parser, String expected) {
        Object value = value(name);
        if (value == null) {
            violation(name, "is required; it must be " + expected);
            return Optional.empty();
        }
        return parsed(name, value, parser, expected);
    }

    /** Like {@link #required}, but the property may be absent or null. */
    public <T> Optional<T> optional(
            String name, Function<String, Optional<T>> parser, String expected) {
        Object value = value(name);
        return value == null ? Optional.empty() : parsed(name, value, parser, expected);
    }

    /**
     * Text of 1 to {@code maxLength} characters (code points), at least one of them visible,
     * without control characters except tabs and line breaks.
     */
    public Optional<String> requiredText(String name, int maxLength) {
        return required(name, text -> bounded(text, maxLength), expectedText(maxLength));
    }

    /** Like {@link #requiredText}, but the property may be absent or null. */
    public Optional<String> optionalText(String name, int maxLength) {
        return optional(name, text -> bounded(text, maxLength), expectedText(maxLength));
    }

    /** A whole number from {@code min} to {@code max}. */
    public Optional<Integer> requiredNumber(String name, int min, int max) {
        Object value = value(name);
        Optional<Integer> number = whole(value).filter(it -> min <= it && it <= max);
        if (number.isEmpty()) {
            violation(
                    name,
                    "%smust be a whole number from %d to %d"
                            .formatted(value == null ? "is required; it " : "", min, max));
        }
        return number;
    }

    /** Like {@link #requiredNumber}, but the property may be absent or null. */
    public Optional<Integer> optionalNumber(String name, int min, int max) {
        return value(name) == null ? Optional.empty() : requiredNumber(name, min, max);
    }

    private static Optional<Integer> whole(@Nullable Object value) {
        return switch (value) {
            case Integer number -> Optional.of(number);
            case Long number when number.intValue() == number -> Optional.of(number.intValue());
            // 5.0 and 5e0 are the integer 5 (JSON Schema, "integer"); values close to an integer
            // are not
            case BigDecimal number -> exactly(number);
            case null, default -> Optional.empty();
        };
    }

    private static Optional<Integer> exactly(BigDecimal number) {
        try {
            return Optional.of(number.intValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A boolean; the property may be absent or null. */
    public Optional<Boolean> optionalFlag(String name) {
        Object value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Boolean flag) {
            return Optional.of(flag);
        }
        violation(name, "must be true or false");
        return Optional.empty();
    }

    /** Whether the property is present and not null. */
    public boolean has(String name) {
        return object.get(name) != null;
    }

    /** Like {@link #requiredObject}, but the property may be absent or null. */
    public Optional<Fields> optionalObject(String name) {
        return value(name) == null ? Optional.empty() : requiredObject(name);
    }

    public Optional<Fields> requiredObject(String name) {
        Object value = value(name);
        if (value instanceof Map<?, ?> map) {
            return Optional.of(new Fields(map, pointerTo(name), violations));
        }
        violation(name, value == null ? "is required; it must be an object" : "must be an object");
        return Optional.empty();
    }

    /** The objects of a list with 1 to {@code maxSize} elements. */
    public List<Fields> requiredObjects(String name, int maxSize) {
        return requiredObjects(name, 1, maxSize);
    }

    /** Like {@link #requiredObjects}, but the property may be absent or null. */
    public List<Fields> optionalObjects(String name, int maxSize) {
        return value(name) == null ? List.of() : requiredObjects(name, maxSize);
    }

    /** The objects of a list with {@code minSize} to {@code maxSize} elements. */
    public List<Fields> requiredObjects(String name, int minSize, int maxSize) {
        Object value = value(name);
        if (!(value instanceof List<?> list) || list.size() < minSize || list.size() > maxSize) {
            violation(name, "must be a list of %d to %d objects".formatted(minSize, maxSize));
            return List.of();
        }
        List<Fields> objects = new ArrayList<>();
        for (int index = 0; index < list.size(); index++) {
            String place = pointerTo(name) + "/" + index;
            if (list.get(index) instanceof Map<?, ?> map) {
                objects.add(new Fields(map, place, violations));
            } else {
                violations.add(place, "must be an object");
            }
        }
        return objects;
    }

    /**
     * The parsed texts of a list; empty when the list is absent or null.
     *
     * @param parser returns empty for invalid text
     * @param expected describes valid text; follows "must be "
     */
    public <T> List<T> optionalList(
            String name, int maxSize, Function<String, Optional<T>> parser, String expected) {
        Object value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || list.size() > maxSize) {
            violation(name, "must be a list of at most %d texts".formatted(maxSize));
            return List.of();
        }
        List<T> parsed = new ArrayList<>();
        for (int index = 0; index < list.size(); index++) {
            Optional<T> element =
                    list.get(index) instanceof String text ? parser.apply(text) : Optional.empty();
            element.ifPresent(parsed::add);
            if (element.isEmpty()) {
                violations.add(pointerTo(name) + "/" + index, "must be " + expected);
            }
        }
        return parsed;
    }

    /** Like {@link #optionalList}, for a list with 1 to {@code maxSize} texts. */
    public <T> List<T> requiredList(
            String name, int maxSize, Function<String, Optional<T>> parser, String expected) {
        Object value = value(name);
        if (value instanceof List<?> list && !list.isEmpty() && list.size() <= maxSize) {
            return optionalList(name, maxSize, parser, expected);
        }
        violation(
                name,
                "%smust be a list of 1 to %d texts"
                        .formatted(value == null ? "is required; it " : "", maxSize));
        return List.of();
    }

    /** Records a violation for every property that has not been read. Must be called last. */
    public void rejectUnknown() {
        for (Object name : object.keySet()) {
            if (!known.contains(String.valueOf(name))) {
                violation(
                        String.valueOf(name),
                        "is not known here; known are "
                                + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    private @Nullable Object value(String name) {
        known.add(name);
        return object.get(name);
    }

    private <T> Optional<T> parsed(
            String name, Object value, Function<String, Optional<T>> parser, String expected) {
        Optional<T> parsed = value instanceof String text ? parser.apply(text) : Optional.empty();
        if (parsed.isEmpty()) {
            violation(name, "must be " + expected);
        }
        return parsed;
    }

    private static Optional<String> bounded(String text, int maxLength) {
        return Text.isBlank(text) || Text.length(text) > maxLength || !isPlain(text)
                ? Optional.empty()
                : Optional.of(text);
    }

    /**
     * Whether the text can be stored, displayed, and sent: no unpaired surrogates, and no control
     * characters except white space.
     */
    private static boolean isPlain(String text) {
        return text.codePoints()
                .allMatch(
                        character ->
                                Character.getType(character) != Character.SURROGATE
                                        && (!Character.isISOControl(character)
                                                || "\t\n\r".indexOf(character) >= 0));
    }

    private static String expectedText(int maxLength) {
        // not a format of numbers, which loads seventy classes of locales to read any stored flow
        return "text of 1 to " + maxLength + " characters, without control characters";
    }
}
