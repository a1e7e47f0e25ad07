package dev.actionflows.phoneareas;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.geocoding.PhoneNumberOfflineGeocoder;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An assigned area code of the North American Numbering Plan.
 *
 * @param code three digits
 * @param country ISO 3166-1
 * @param states postal codes of the states in the United States that the library names for places
 *     in the area; empty if it names none, as for toll-free numbers
 */
record AreaCode(String code, String country, Set<String> states) {
    static final int FIRST = 200;
    static final int LAST = 999;

    private static final int FIRST_EXCHANGE = 200;
    private static final int LAST_EXCHANGE = 999;
    private static final String UNITED_STATES = "US";

    /**
     * Looks the code up in the library, exchange by exchange.
     *
     * @return empty if the library has no valid number with this code
     */
    static Optional<AreaCode> of(int code) {
        PhoneNumberUtil library = PhoneNumberUtil.getInstance();
        PhoneNumberOfflineGeocoder geocoder = PhoneNumberOfflineGeocoder.getInstance();
        Set<String> countries = new TreeSet<>();
        Set<String> states = new TreeSet<>();
        for (int exchange = FIRST_EXCHANGE; exchange <= LAST_EXCHANGE; exchange++) {
            PhoneNumber number =
                    new PhoneNumber()
                            .setCountryCode(1)
                            .setNationalNumber((code * 1_000L + exchange) * 10_000L + 1_234);
            String country = library.getRegionCodeForNumber(number);
            if (country != null) {
                countries.add(country);
                States.find(geocoder.getDescriptionForValidNumber(number, Locale.ENGLISH))
                        .ifPresent(states::add);
            }
        }
        if (countries.size() > 1) {
            throw new IllegalStateException("area code %d is in %s".formatted(code, countries));
        }
        return countries.stream()
                .findFirst()
                .map(
                        country ->
                                new AreaCode(
                                        String.valueOf(code),
                                        country,
                                        country.equals(UNITED_STATES) ? states : Set.of()));
    }

    /** The states, or the country if no state is known. */
    Set<String> jurisdictions() {
        return states.isEmpty()
                ? Set.of(country)
                : states.stream()
                        .map(state -> country + "-" + state)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The country, and the states. */
    Set<String> regions() {
        Set<String> regions = new TreeSet<>(jurisdictions());
        regions.add(country);
        return regions;
    }
}
