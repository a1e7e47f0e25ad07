package dev.actionflows.lambda.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map.Entry;
import java.util.Set;

/**
 * Reconstructs how the query of a URL may have been written from its decoded parameters. API
 * Gateway passes only those, but a provider signs the URL as its owner typed it. The candidates
 * cover common encodings: a space as {@code %20} or {@code +}; optional escapes present or absent;
 * escapes in uppercase or lowercase; an empty parameter with or without an equals sign; parameters
 * in the given order, sorted, or, for up to three parameters, in any order. A parameter that
 * encodes the same character in different ways is not covered.
 */
final class QueryStrings {
    /** Limits the time per request, including requests from an attacker. */
    static final int MAX = 128;

    /** The maximum number of parameters for which every order is tried. */
    private static final int MAX_PERMUTED = 3;

    /**
     * Characters that are not escaped, besides letters, digits and {@code -._}, from the most
     * common convention to what people type.
     */
    private static final List<String> UNESCAPED =
            List.of(
                    // encodeURIComponent, on which Node's querystring is based
                    "~!'()*",
                    // RFC 3986, section 2.3
                    "~",
                    // RFC 3986, section 3.4: all characters that a query may contain
                    "~!$'()*,;:@/?=",
                    // the URL Standard, application/x-www-form-urlencoded
                    "*",
                    // what browsers leave unescaped in a typed URL
                    "~!$'()*,;:@/?=|[]{}^`\\");

    private enum Spaces {
        PERCENT("%20", "%2B"),
        PLUS("+", "%2B"),
        /** A plus sign is not escaped. */
        PERCENT_BESIDE_PLUS("%20", "+");

        private final String space;
        private final String plus;

        Spaces(String space, String plus) {
            this.space = space;
            this.plus = plus;
        }
    }

    private record Style(Spaces spaces, String unescaped, boolean bare, boolean capitals) {}

    private static final List<Style> STYLES = styles();

    private QueryStrings() {}

    /**
     * @param parameters decoded, in the given order
     * @return queries with their question mark, the most likely first; at most {@link #MAX}
     */
    static Collection<String> of(List<Entry<String, String>> parameters) {
        if (parameters.isEmpty()) {
            return List.of("", "?");
        }
        Set<String> queries = new LinkedHashSet<>();
        List<List<Entry<String, String>>> orders = orders(parameters);
        for (Style style : STYLES) {
            for (List<Entry<String, String>> order : orders) {
                List<String> written = order.stream().map(it -> written(it, style)).toList();
                add("?" + String.join("&", written), queries);
            }
        }
        orders.forEach(order -> addMixed("?", order, queries));
        return queries;
    }

    /** Adds candidates in which each parameter uses its own style. */
    private static void addMixed(
            String before, List<Entry<String, String>> rest, Set<String> queries) {
        Set<String> ways = new LinkedHashSet<>();
        STYLES.forEach(style -> ways.add(written(rest.getFirst(), style)));
        for (String way : ways) {
            if (queries.size() == MAX) {
                return;
            }
            if (rest.size() == 1) {
                add(before + way, queries);
            } else {
                addMixed(before + way + "&", rest.subList(1, rest.size()), queries);
            }
        }
    }

    private static void add(String query, Set<String> queries) {
        if (queries.size() < MAX) {
            queries.add(query);
        }
    }

    private static List<Style> styles() {
        List<Style> styles = new ArrayList<>();
        for (boolean capitals : new boolean[] {true, false}) {
            for (boolean bare : new boolean[] {false, true}) {
                for (String unescaped : UNESCAPED) {
                    for (Spaces spaces : Spaces.values()) {
                        styles.add(new Style(spaces, unescaped, bare, capitals));
                    }
                }
            }
        }
        return List.copyOf(styles);
    }

    private static List<List<Entry<String, String>>> orders(List<Entry<String, String>> told) {
        Set<List<Entry<String, String>>> orders = new LinkedHashSet<>();
        orders.add(told);
        orders.add(told.stream().sorted(Comparator.comparing(Entry::getKey)).toList());
        if (told.size() <= MAX_PERMUTED) {
            permute(List.of(), told, orders);
        }
        return List.copyOf(orders);
    }

    private static void permute(
            List<Entry<String, String>> before,
            List<Entry<String, String>> rest,
            Set<List<Entry<String, String>>> orders) {
        if (rest.isEmpty()) {
            orders.add(before);
        }
        for (int next = 0; next < rest.size(); next++) {
            List<Entry<String, String>> begun = new ArrayList<>(before);
            begun.add(rest.get(next));
            List<Entry<String, String>> left = new ArrayList<>(rest);
            left.remove(next);
            permute(begun, left, orders);
        }
    }

    private static String written(Entry<String, String> parameter, Style style) {
        StringBuilder text = new StringBuilder();
        escape(parameter.getKey(), style, text);
        if (!parameter.getValue().isEmpty() || !style.bare()) {
            text.append('=');
        }
        escape(parameter.getValue(), style, text);
        return text.toString();
    }

    private static void escape(String text, Style style, StringBuilder query) {
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            if (character == ' ') {
                query.append(style.spaces().space);
            } else if (character == '+') {
                query.append(
                        style.capitals()
                                ? style.spaces().plus
                                : style.spaces().plus.replace('B', 'b'));
            } else if (isPlain(character) || style.unescaped().indexOf(character) >= 0) {
                query.append(character);
            } else {
                query.append((style.capitals() ? "%%%02X" : "%%%02x").formatted((int) character));
            }
        }
    }

    private static boolean isPlain(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '-'
                || character == '.'
                || character == '_';
    }
}
