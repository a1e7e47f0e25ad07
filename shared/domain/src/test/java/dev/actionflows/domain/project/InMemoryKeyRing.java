package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** Real 256-bit keys, derived from counters and wrapped without encryption. */
public final class InMemoryKeyRing implements KeyRing {
    private final AtomicInteger created = new AtomicInteger();

    @Override
    public WrappedKey createDataKey(ProjectId project) {
        byte[] key = sha256("data key " + created.incrementAndGet());
        return new WrappedKey(project + ":" + Base64.getEncoder().encodeToString(key));
    }

    @Override
    public byte[] unwrap(ProjectId project, WrappedKey key) {
        String[] parts = key.base64().split(":", -1);
        if (!parts[0].equals(project.value())) {
            throw new IllegalStateException("the key was wrapped for another project");
        }
        return Base64.getDecoder().decode(parts[1]);
    }

    @Override
    public byte[] identityKey() {
        return sha256("identity key");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
