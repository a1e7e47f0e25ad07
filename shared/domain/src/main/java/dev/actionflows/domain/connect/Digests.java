package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.Sha256;

import java.util.Base64;
import java.util.HexFormat;

/** SHA-256 in the encodings that connecting needs. */
final class Digests {
    private Digests() {}

    static String sha256Hex(String text) {
        return HexFormat.of().formatHex(Sha256.of(text));
    }

    /** Base64url without padding: PKCE's challenge (RFC 7636, section 4.2). */
    static String sha256Base64Url(String text) {
        return base64Url(Sha256.of(text));
    }

    static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
