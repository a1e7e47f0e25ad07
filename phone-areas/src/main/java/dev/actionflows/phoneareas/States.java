package dev.actionflows.phoneareas;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The states of the United States and its capital's district, by name and postal code. */
final class States {
    private static final String LIST =
            """
            AK Alaska
            AL Alabama
            AR Arkansas
            AZ Arizona
            CA California
            CO Colorado
            CT Connecticut
            DC Washington D.C.
            DE Delaware
            FL Florida
            GA Georgia
            HI Hawaii
            IA Iowa
            ID Idaho
            IL Illinois
            IN Indiana
            KS Kansas
            KY Kentucky
            LA Louisiana
            MA Massachusetts
            MD Maryland
            ME Maine
            MI Michigan
            MN Minnesota
            MO Missouri
            MS Mississippi
            MT Montana
            NC North Carolina
            ND North Dakota
            NE Nebraska
            NH New Hampshire
            NJ New Jersey
            NM New Mexico
            NV Nevada
            NY New York
            OH Ohio
            OK Oklahoma
            OR Oregon
            PA Pennsylvania
            RI Rhode Island
            SC South Carolina
            SD South Dakota
            TN Tennessee
            TX Texas
            UT Utah
            VA Virginia
            VT Vermont
            WA Washington State
            WI Wisconsin
            WV West Virginia
            WY Wyoming
            """;

    private static final Pattern CITY = Pattern.compile(".+, ([A-Z]{2})");

    private static final Map<String, String> CODES = new TreeMap<>();

    static {
        LIST.lines().forEach(line -> CODES.put(line.substring(3), line.substring(0, 2)));
    }

    private States() {}

    /** The postal code of the state that a description of a place names, if it names one. */
    static Optional<String> find(String description) {
        Matcher city = CITY.matcher(description);
        if (city.matches()) {
            return Optional.of(city.group(1)).filter(CODES::containsValue);
        }
        return Optional.ofNullable(CODES.get(description));
    }
}
