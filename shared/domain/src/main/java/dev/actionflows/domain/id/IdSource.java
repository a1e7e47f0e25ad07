package dev.actionflows.domain.id;

/** A source of random bytes: a secure generator in production, a seeded one in tests. */
@FunctionalInterface
public interface IdSource {
    /**
     * @return this many new random bytes
     */
    byte[] randomBytes(int count);

    /** Returns a new unguessable text of 32 lowercase hexadecimal characters. */
    default String nonce() {
        return java.util.HexFormat.of().formatHex(randomBytes(16));
    }
}
