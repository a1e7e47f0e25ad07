package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.KeyRing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes identities. The hash is keyed, because a plain hash of a phone number can be reversed by
 * trying all numbers.
 */
public final class IdentityHasher {
    private final KeyRing keys;

    public IdentityHasher(KeyRing keys) {
        this.keys = keys;
    }

    /** Equal for every notation of a phone's number; the value is the number as given. */
    public FanIdentity of(ProjectId project, PhoneNumber phone) {
        String hash = hash(project, Identity.Kind.PHONE, phone.ofSamePhone());
        return new FanIdentity(new Identity(Identity.Kind.PHONE, hash), phone.e164());
    }

    public FanIdentity of(ProjectId project, EmailAddress address) {
        return of(project, Identity.Kind.EMAIL, address.value());
    }

    /**
     * @param value normalized
     */
    public FanIdentity of(ProjectId project, Identity.Kind kind, String value) {
        return new FanIdentity(new Identity(kind, hash(project, kind, value)), value);
    }

    private String hash(ProjectId project, Identity.Kind kind, String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.identityKey(), "HmacSHA256"));
            String text = String.join("\n", project.value(), kind.wireName(), value);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
