package dev.actionflows.lambda.http;

import java.util.Arrays;
import java.util.Optional;

/** Reads cookies (RFC 6265, section 5.4). */
public final class Cookies {
    private Cookies() {}

    /** The value of the first cookie with that name, in whichever Cookie header. */
    public static Optional<String> value(HttpRequest request, String name) {
        return request.headerValues("Cookie").stream()
                .flatMap(header -> Arrays.stream(header.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }
}
