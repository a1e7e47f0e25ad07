package dev.actionflows.flows;

import dev.actionflows.domain.id.IdSource;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

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
