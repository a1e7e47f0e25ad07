package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.WrappedKey;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Wraps data keys with a KMS key. The purpose of a data key is its encryption context, so KMS
 * refuses to unwrap it for any other purpose and logs the purpose in its audit log.
 */
public final class KmsKeyRing implements KeyRing {
    private static final Duration KEPT_FOR = Duration.ofMinutes(5);
    private static final int MAX_KEPT = 1000;
    private static final String WRAPPED_KEY = "wrappedKey";
    private static final Map<String, String> IDENTITY_CONTEXT = Map.of("purpose", "identity-hash");

    private final KmsClient client;
    private final String keyArn;
    private final Table table;
    private final BoundedCache<Wrapped, byte[]> dataKeys;
    private byte @Nullable [] identityKey;

    /**
     * @param keyArn the ARN of the symmetric key that wraps all data keys
     * @param table contains the wrapped identity key
     */
    public KmsKeyRing(KmsClient client, String keyArn, Table table, InstantSource clock) {
        this.client = client;
        this.keyArn = keyArn;
        this.table = table;
        this.dataKeys = new BoundedCache<>(MAX_KEPT, KEPT_FOR, clock);
    }

    @Override
    public WrappedKey createDataKey(ProjectId project) {
        GenerateDataKeyResponse made = generate(context(project));
        WrappedKey wrapped = new WrappedKey(base64(made.ciphertextBlob()));
        dataKeys.put(new Wrapped(project, wrapped), made.plaintext().asByteArray());
        return wrapped;
    }

    /**
     * @throws IllegalStateException when the key was wrapped for another project or is corrupt
     */
    @Override
    public byte[] unwrap(ProjectId project, WrappedKey key) {
        Wrapped wrapped = new Wrapped(project, key);
        byte[] plain =
                dataKeys.find(wrapped)
                        .orElseGet(
                                () -> {
                                    byte[] fresh = decrypt(key.base64(), context(project));
                                    dataKeys.put(wrapped, fresh);
                                    return fresh;
                                });
        return plain.clone();
    }

    /**
     * When several processes create the key concurrently, one stores its key and all use that one.
     */
    @Override
    public synchronized byte[] identityKey() {
        if (identityKey == null) {
            identityKey = decrypt(findOrCreateIdentityKey(), IDENTITY_CONTEXT);
        }
        return identityKey.clone();
    }

    private String findOrCreateIdentityKey() {
        Optional<Item> stored = table.find(Key.identityKey());
        if (stored.isPresent()) {
            return stored.get().text(WRAPPED_KEY);
        }
        String made = base64(generate(IDENTITY_CONTEXT).ciphertextBlob());
        return table.putIfAbsent(Item.at(Key.identityKey()).put(WRAPPED_KEY, made))
                .map(before -> before.text(WRAPPED_KEY))
                .orElse(made);
    }

    private GenerateDataKeyResponse generate(Map<String, String> context) {
        return AwsErrors.call(
                () ->
                        client.generateDataKey(
                                key ->
                                        key.keyId(keyArn)
                                                .keySpec(DataKeySpec.AES_256)
                                                .encryptionContext(context)));
    }

    private byte[] decrypt(String base64, Map<String, String> context) {
        SdkBytes wrapped = SdkBytes.fromByteArray(Base64.getDecoder().decode(base64));
        try {
            return AwsErrors.call(
                            () ->
                                    client.decrypt(
                                            key ->
                                                    key.keyId(keyArn)
                                                            .ciphertextBlob(wrapped)
                                                            .encryptionContext(context)))
                    .plaintext()
                    .asByteArray();
        } catch (InvalidCiphertextException e) {
            throw new IllegalStateException("KMS cannot unwrap the key for " + context, e);
        }
    }

    private static Map<String, String> context(ProjectId project) {
        return Map.of("project", project.value());
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArray());
    }

    private record Wrapped(ProjectId project, WrappedKey key) {}
}
