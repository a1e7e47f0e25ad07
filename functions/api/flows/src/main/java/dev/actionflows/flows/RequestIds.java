package dev.actionflows.flows;

import dev.actionflows.domain.id.IdSource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Ids of what requests make. While a request with an idempotency key is carried out, they come from
 * the request's seed: an attempt that takes the place of a dead one makes the same thing, not a
 * second one. For ids only; secrets never come from a seed.
 */
final class RequestIds implements IdSource {
    private static final ScopedValue<Seeded> SEEDED = ScopedValue.newInstance();

    private final IdSource otherwise;

    RequestIds(IdSource otherwise) {
        this.otherwise = otherwise;
    }

    private record Seeded(String seed, AtomicInteger made) {}

    static <T> T during(String seed, Supplier<T> work) {
        return ScopedValue.where(SEEDED, new Seeded(seed, new AtomicInteger())).call(work::get);
    }

    /**
     * @param count at most 32 while there is a seed
     */
    @Override
    public byte[] randomBytes(int count) {
        return SEEDED.isBound() ? derived(SEEDED.get(), count) : otherwise.randomBytes(count);
    }

    private static byte[] derived(Seeded seeded, int count) {
        try {
            String text = "id\n" + seeded.seed() + "\n" + seeded.made().getAndIncrement();
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, count);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
