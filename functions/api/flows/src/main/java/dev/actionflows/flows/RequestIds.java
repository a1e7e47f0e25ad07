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
 * Ids of what requests make. While a request with an idempotency key is carried out, they come from
 * the request's seed: an attempt that takes the place of a dead one makes the same thing, not a
 * second one. The seed lies in the table, so that without the deployment's own key nobody makes the
 * same from it: new keys of projects come from it too.
 */
final class RequestIds implements IdSource {
    private static final ScopedValue<Seeded> SEEDED = ScopedValue.newInstance();

    private final IdSource otherwise;
    private final Supplier<byte[]> key;

    /**
     * @param key of the deployment, asked for only while there is a seed
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
     * @param count at most 32 while there is a seed
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
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
