package dev.actionflows.domain.webhook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What came of one attempt to deliver. */
public sealed interface WebhookAnswer {
    /** The receiver answered with this status. */
    record Answered(int status) implements WebhookAnswer {
        private static final int GONE = 410;

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        boolean isGone() {
            return status == GONE;
        }
    }

    /**
     * The receiver did not answer.
     *
     * @param name the stored name of the failure, which a later version may have given
     */
    record NotAnswered(String name) implements WebhookAnswer {
        public NotAnswered(Failure failure) {
            this(failure.wireName());
        }

        /** {@link Failure#CONNECTION_LOST} if this version does not know it. */
        public Failure failure() {
            return Failure.ofWireName(name).orElse(Failure.CONNECTION_LOST);
        }
    }

    /** Why a receiver did not answer. The wire name is the constant's name in lowercase. */
    enum Failure {
        /** Nobody knows the name of the host. */
        HOST_NOT_FOUND,
        /** The name of the host stands for an address that is not in the public internet. */
        ADDRESS_NOT_PUBLIC,
        NOT_CONNECTED,
        /** The certificate is not valid for the host, or there was no agreement on encryption. */
        TLS_FAILED,
        TIMED_OUT,
        /** The connection ended before there was an answer. */
        CONNECTION_LOST;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Failure> ofWireName(String wireName) {
            return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
        }
    }

    /** Whether it is delivered: any status from 200 to 299. */
    default boolean delivers() {
        return this instanceof Answered answered && answered.isSuccess();
    }
}
