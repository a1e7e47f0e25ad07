package dev.actionflows.domain.connect;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;

import java.util.Optional;
import java.util.stream.Collectors;

/**
 * As much of a fan's phone number or email address as the fan needs to recognize it, and too little
 * for others to learn it.
 *
 * @param shown the last two digits of each number, since any of them may have received the link; or
 *     the first characters of an address and its host
 */
public record MaskedAddress(Kind kind, String shown) {
    /** The kind of the masked address. */
    public enum Kind {
        PHONE,
        EMAIL
    }

    /**
     * @return empty for a fan who is known by accounts only
     */
    static Optional<MaskedAddress> of(Fan fan) {
        String endings =
                fan.of(Identity.Kind.PHONE).stream()
                        .map(FanIdentity::value)
                        .map(number -> number.substring(number.length() - 2))
                        .distinct()
                        .collect(Collectors.joining(" / "));
        return endings.isEmpty()
                ? fan.latest(Identity.Kind.EMAIL).map(FanIdentity::value).map(MaskedAddress::email)
                : Optional.of(new MaskedAddress(Kind.PHONE, endings));
    }

    private static MaskedAddress email(String address) {
        int at = address.lastIndexOf('@');
        return new MaskedAddress(
                Kind.EMAIL, first(address) + "•••@" + first(address.substring(at + 1)) + "•••");
    }

    private static String first(String text) {
        return text.substring(0, text.offsetByCodePoints(0, 1));
    }
}
