package dev.actionflows.domain.page;

import dev.actionflows.domain.id.VerificationId;

import java.util.Set;

/** What became of a form that a visitor filled in. */
public sealed interface SignUpResult {
    /** Fields of the form. */
    enum Field {
        ADDRESS,
        FIRST_NAME,
        CONSENT
    }

    /** Nothing was sent or stored. */
    record Invalid(Set<Field> fields) implements SignUpResult {
        public Invalid {
            fields = Set.copyOf(fields);
        }
    }

    /**
     * A code was sent; the consent counts once it is entered.
     *
     * @param address where to, as it is understood
     */
    record CodeSent(VerificationId verification, String address) implements SignUpResult {
        /** Omits the address. */
        @Override
        public String toString() {
            return "CodeSent[" + verification + "]";
        }
    }

    /** The consent of a fan who has proven before to own the address. */
    record SignedUp() implements SignUpResult {}

    /** The project cannot send codes at the moment, or this form has been used up. */
    record NotPossible() implements SignUpResult {}
}
