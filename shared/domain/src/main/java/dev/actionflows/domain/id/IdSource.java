package dev.actionflows.domain.id;

/** Where randomness comes from: a secure generator in production, a seeded one in tests. */
@FunctionalInterface
public interface IdSource {
    /**
     * @return that many fresh random bytes
     */
    byte[] randomBytes(int count);

    /** A fresh text that nobody can guess: lower-case hexadecimal, 32 characters. */
    default String nonce() {
        return java.util.HexFormat.of().formatHex(randomBytes(16));
    }
}
