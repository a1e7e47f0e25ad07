package dev.actionflows.domain.messaging.limits;

import dev.actionflows.domain.document.DataFile;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one part of a text costs in credits, by its destination; read from {@code
 * credit-prices.tsv}, whose comments describe the columns.
 */
public final class CreditPrices {
    private static final String RESOURCE = "/credit-prices.tsv";
    private static final String ELSEWHERE = "*";

    private final String version;
    private final Map<String, Integer> byCountry;
    private final int elsewhere;

    private CreditPrices(String version, Map<String, Integer> byCountry) {
        this.version = version;
        this.byCountry = byCountry;
        this.elsewhere = Objects.requireNonNull(byCountry.get(ELSEWHERE), "no row " + ELSEWHERE);
    }

    /** The prices that the project maintains; a small resource, read by the first call. */
    public static CreditPrices standard() {
        return Standard.INSTANCE;
    }

    private static final class Standard {
        private static final CreditPrices INSTANCE = parse(DataFile.read(RESOURCE));
    }

    /**
     * Reads prices in the format of {@code credit-prices.tsv}.
     *
     * @throws IllegalArgumentException if a row does not have its columns
     */
    public static CreditPrices parse(String text) {
        DataFile file = DataFile.parse(text);
        Map<String, Integer> prices = new HashMap<>();
        for (List<String> row : file.rows()) {
            if (row.size() < 2) {
                throw new IllegalArgumentException("in credit prices: " + row);
            }
            prices.put(row.getFirst(), Integer.valueOf(row.get(1)));
        }
        return new CreditPrices(file.version(), prices);
    }

    /** The version of the data. */
    public String version() {
        return version;
    }

    /**
     * The credits for one part.
     *
     * @param countries ISO 3166-1 alpha-2 codes; for several, as of numbers that countries share,
     *     the highest price counts
     */
    public int perPart(Collection<String> countries) {
        return countries.stream()
                .mapToInt(country -> byCountry.getOrDefault(country, elsewhere))
                .max()
                .orElse(elsewhere);
    }
}
