package dev.actionflows.flows;

import dev.actionflows.domain.id.IdSource;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Generates ids for the objects that requests create. For a request with an idempotency key, the
 * ids derive from the request's seed, so an attempt that replaces an interrupted one creates the
 * same object. The seed is stored in the table and is combined with a key of the deployment,
 * because projects' API keys derive from it too.
 */
final class RequestIds implements IdSource {
    private static final ScopedValue<Seeded> SEEDED = ScopedValue.newInstance();

    private static final String SEPARATOR = "-";

    /** Seeds of a version before have no time. */
    private static final Pattern TIMED = Pattern.compile("[0-9]{1,18}-.*");

    private final IdSource otherwise;
    private final Supplier<byte[]> key;

    /**
     * @param key the deployment's key; read only while a seed is set
     */
    RequestIds(IdSource otherwise, Supplier<byte[]> key) {
        this.otherwise = otherwise;
        this.key = key;
    }

    private record Seeded(String seed, AtomicInteger made) {}

    /**
     * A new attempt at a request. The first one is the seed of all, so that they also know when the
     * request was first made.
     */
    static String attempt(Instant at, String nonce) {
        return at.toEpochMilli() + SEPARATOR + nonce;
    }

    /**
     * When the request was first made, in milliseconds precision: the same for an attempt that
     * replaces an interrupted one.
     *
     * @param otherwise for a request without an idempotency key
     */
    static Instant firstMade(InstantSource otherwise) {
        return SEEDED.isBound() && TIMED.matcher(SEEDED.get().seed()).matches()
                ? Instant.ofEpochMilli(Long.parseLong(SEEDED.get().seed().split(SEPARATOR, 2)[0]))
                : otherwise.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    static <T> T during(String seed, Supplier<T> work) {
        return ScopedValue.where(SEEDED, new Seeded(seed, new AtomicInteger())).call(work::get);
    }

    /**
     * @param count at most 32 while a seed is set
     */
    @Override
    public byte[] randomBytes(int count) {
        return SEEDED.isBound() ? derived(SEEDED.get(), count) : otherwise.randomBytes(count);
    }

    private byte[] derived(Seeded seeded, int count) {
        try {
            String text = "id\n" + seeded.seed() + "\n" + seeded.made().getAndIncrement();
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.get(), "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), count);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime supports HmacSHA256", e);
        }
    }
}
