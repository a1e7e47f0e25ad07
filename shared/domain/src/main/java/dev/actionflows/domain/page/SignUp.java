package dev.actionflows.domain.page;

import dev.actionflows.domain.fan.Identity;

import java.util.Optional;

/**
 * A form as a visitor filled it in.
 *
 * @param kind of the address
 * @param address as it was typed
 * @param firstName as it was typed; blank: none
 * @param agreed whether the box with the wording was checked
 */
public record SignUp(Identity.Kind kind, String address, String firstName, boolean agreed) {
    /** Omits personal data. */
    @Override
    public String toString() {
        return "SignUp[" + kind + "]";
    }

    Optional<String> name() {
        return Optional.of(firstName.strip()).filter(it -> !it.isEmpty());
    }
}
